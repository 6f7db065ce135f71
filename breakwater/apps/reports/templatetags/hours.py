"""Hours in the reader's language: ``{% load hours %}``."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from breakwater.apps.directory.wording import hours_in_words
from breakwater.domain.open_referral.hours import said_by

register = template.Library()


@register.simple_tag
def hours(text: str) -> SafeString:
    """What the file says of hours, translated where it is days and times; else as it stands."""
    openings = said_by(text)
    if openings is None:
        return format_html('<bdi lang="en-gb">{}</bdi>', text)
    return format_html_join("; ", "<bdi>{}</bdi>", ((line,) for line in hours_in_words(openings)))
