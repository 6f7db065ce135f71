"""Published words inside a sentence of the reader's language: ``{% load published %}``."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def in_english(words: str) -> SafeString:
    """Escaped and marked, so that an English voice reads them and they run their own way."""
    return format_html('<span lang="en" dir="auto">{}</span>', words)
