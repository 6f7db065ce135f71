"""Promises, pictures and readings for public pages: ``{% load safe_pages %}``."""

from typing import Any

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

from breakwater.site.safe_pages.languages import ENGLISH
from breakwater.site.safe_pages.promises import PROMISES
from breakwater.site.safe_pages.quality import PROMISE, Quality, quality
from breakwater.site.safe_pages.recordings import Recording, recording_of

register = template.Library()


@register.inclusion_tag("public/promises.html", takes_context=True)
def promises(context: Context, *names: str) -> dict[str, Any]:
    """A list of promises by name: translated where a person approved it, else in English."""
    code = get_language() or ENGLISH
    told = [_tell(name, code) for name in names]
    return {
        "page": context["page"],
        "promises": told,
        "some_are_in_english": any(one["is_in_english"] for one in told) and code != ENGLISH,
    }


@register.simple_tag
def promise_line(name: str) -> SafeString:
    """One promise as bare words, for paper: translated where a person approved it, else English."""
    one = _tell(name, get_language() or ENGLISH)
    if not one["is_in_english"]:
        return format_html("{}", one["words"])
    return format_html('<span lang="en-gb" dir="ltr">{}</span>', one["words"])


@register.inclusion_tag("public/listen.html")
def listen(words: object) -> dict[str, Recording | None]:
    """The control that plays ``words`` where somebody (or, so marked, a machine) recorded them."""
    return {"recording": recording_of(str(words), code=get_language() or ENGLISH)}


@register.simple_tag(takes_context=True)
def picture(context: Context, name: str, alt: str = "") -> SafeString:
    """A plain picture; without ``alt`` the words beside it say the same and it is left unread."""
    if not context["page"].shows_pictures:
        return SafeString()
    drawing = SafeString(render_to_string(f"public/pictures/{name}.svg"))
    named = format_html('role="img" aria-label="{}"', alt) if alt else 'aria-hidden="true"'
    return format_html(
        '<svg viewBox="0 0 32 32" {} focusable="false" fill="none" stroke="currentColor"'
        ' stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round">{}</svg>',
        SafeString(named),
        drawing,
    )


@register.tag
def told(parser: Parser, token: Token) -> Node:
    """``{% told "phone" %}…{% endtold %}``: words with the plain picture that says the same."""
    _tag, name = token.split_contents()
    words = parser.parse(("endtold",))
    parser.delete_first_token()
    return _Told(name.strip('"'), words)


class _Told(Node):
    def __init__(self, name: str, words: NodeList) -> None:
        self.name = name
        self.words = words

    def render(self, context: Context) -> SafeString:
        return format_html(
            '<div class="with-picture">{}<div>{}</div></div>',
            picture(context, self.name),
            self.words.render(context),
        )


def _tell(name: str, code: str) -> dict[str, Any]:
    words = str(PROMISES[name])
    with override(ENGLISH):
        english = str(PROMISES[name])
    translated = words if words != english else ""
    is_trusted = quality(code, english, translated, PROMISE) in {Quality.ORIGINAL, Quality.HUMAN}
    shown_code = code if is_trusted else ENGLISH
    shown = words if is_trusted else english
    return {
        "words": shown,
        "is_in_english": shown_code == ENGLISH,
        "recording": recording_of(shown, code=shown_code, is_promise=True),
    }
