"""Scripts with their hashes: ``{% load scripts %}``."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from breakwater.apps.reports.scripts import script

register = template.Library()


@register.simple_tag
def module(name: str, *parts: str) -> SafeString:
    """The script ``name`` and the ``parts`` it imports; each is refused where its hash differs."""
    preloaded = format_html_join(
        "",
        '<link rel="modulepreload" href="{src}" integrity="{integrity}">',
        (script(part) for part in parts),
    )
    entry = format_html(
        '<script type="module" src="{src}" integrity="{integrity}"></script>', **script(name)
    )
    return preloaded + entry
