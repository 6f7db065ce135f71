"""What every public page's frame needs to know, given to templates as ``page``."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from breakwater.site.look import LEAVE_SCRIPT, STYLESHEETS
from breakwater.site.safe_pages.languages import BY_CODE, ENGLISH, LANGUAGES, Language, address_in


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One line of the language picker."""

    language: Language
    address: str
    is_current: bool


class Page:
    """The frame around one request's page; nothing here asks the database."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def language(self) -> Language:
        return BY_CODE[get_language() or ENGLISH]

    @property
    def neutral_site(self) -> str:
        return settings.NEUTRAL_SITE

    @property
    def stylesheet(self) -> SafeString:
        # Our own file, and one without a closing style tag: tests/browser hold that.
        return mark_safe(STYLESHEETS["rtl" if self.language.is_right_to_left else "ltr"])  # noqa: S308

    @property
    def leave_script(self) -> SafeString:
        return mark_safe(LEAVE_SCRIPT)  # noqa: S308

    @cached_property
    def languages(self) -> list[LanguageLink]:
        here = self.language
        return [
            LanguageLink(one, address_in(one, here, self.request.path), one == here)
            for one in LANGUAGES
        ]


def page(request: HttpRequest) -> dict[str, Page]:
    """Template context processor."""
    return {"page": Page(request)}
