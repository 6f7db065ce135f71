"""Promises, pictures and readings for public pages: ``{% load safe_pages %}``."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

from breakwater.site.safe_pages import own_words
from breakwater.site.safe_pages.languages import ENGLISH
from breakwater.site.safe_pages.promises import PROMISES
from breakwater.site.safe_pages.recordings import Recording, recording_of
from breakwater.translation_quality import PROMISE, Quality, quality

register = template.Library()


@register.inclusion_tag("public/promises.html", takes_context=True)
def promises(context: Context, *names: str) -> dict[str, Any]:
    """A list of promises by name: translated where a person approved it, else in English."""
    code = get_language() or ENGLISH
    return _told(context, [_tell(name, code) for name in names], code)


@register.inclusion_tag("public/promises.html", takes_context=True)
def promised(context: Context, names: Iterable[str], route: Any) -> dict[str, Any]:
    """The same for a pathway, whose facts fill the sentences in.

    Where the words that were published with the pathway differ from ours by now, those count.
    """
    code = get_language() or ENGLISH
    told = [_tell(name, code, route.facts, route.promised.get(name)) for name in names]
    return _told(context, told, code)


def _told(context: Context, told: list[dict[str, Any]], code: str) -> dict[str, Any]:
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


@register.simple_tag(takes_context=True)
def own_words_are_english(context: Context) -> bool:
    """Whether the page's words inside the frame are English while the frame is not."""
    name = context.template.name if context.template else None
    page = context["page"]
    return bool(name and page.is_translated and own_words.are_in_english(name, page.language.code))


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
    return _WithPicture(name.strip('"'), words)


class _WithPicture(Node):
    def __init__(self, name: str, words: NodeList) -> None:
        self.name = name
        self.words = words

    def render(self, context: Context) -> SafeString:
        return format_html(
            '<div class="with-picture">{}<div>{}</div></div>',
            picture(context, self.name),
            self.words.render(context),
        )


def _tell(
    name: str,
    code: str,
    facts: Mapping[str, object] | None = None,
    published: str | None = None,
) -> dict[str, Any]:
    words = str(PROMISES[name])
    with override(ENGLISH):
        english = str(PROMISES[name])
    translated = words if words != english else ""
    is_trusted = quality(code, english, translated, PROMISE) in {Quality.ORIGINAL, Quality.HUMAN}
    if published not in {None, english % (facts or {})}:
        is_trusted, english, facts = code == ENGLISH, str(published), None
        words = english
    shown = words if is_trusted else english
    return {
        "words": shown % facts if facts else shown,
        "is_in_english": not is_trusted or code == ENGLISH,
        "recording": recording_of(shown, code=code if is_trusted else ENGLISH, is_promise=True),
    }
