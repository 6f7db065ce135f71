"""What every public page's frame needs to know, given to templates as ``page``.

Nothing here asks the database or opens a session, so that a page of words sets no cookie and an
error page stands when the database is down.
"""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from breakwater.site.look import LEAVE_SCRIPT
from breakwater.site.safe_pages.choices import Choices
from breakwater.site.safe_pages.languages import BY_CODE, ENGLISH, LANGUAGES, Language, address_in
from breakwater.site.safe_pages.path_language import suggested_language
from breakwater.translation_quality import has_unreviewed_text, is_translated


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One line of the language picker."""

    language: Language
    address: str
    is_current: bool


class Page:
    """The frame around one request's page."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def base(self) -> str:
        """The frame that suits the site: the staff site has no exit bar."""
        site = "staff" if settings.ROOT_URLCONF.endswith("staff_addresses") else "public"
        return f"{site}/base.html"

    @property
    def language(self) -> Language:
        return BY_CODE[get_language() or ENGLISH]

    @property
    def text_language(self) -> Language:
        """What the words are in: English where the chosen language has no catalogue yet."""
        return self.language if self.is_translated else BY_CODE[ENGLISH]

    @property
    def neutral_site(self) -> str:
        return settings.NEUTRAL_SITE

    @property
    def phone(self) -> str:
        """The number where a person explains these pages, or nothing."""
        return settings.PHONE

    @property
    def leave_script(self) -> SafeString:
        """The whole ``script`` element, which reads where to go from its own attribute."""
        return format_html(
            '<script data-neutral="{}">{}</script>',
            self.neutral_site,
            mark_safe(LEAVE_SCRIPT),  # noqa: S308 (our own file, which closes no element)
        )

    @cached_property
    def languages(self) -> list[LanguageLink]:
        here = self.language
        return [
            LanguageLink(one, address_in(one, here, self.request.path), one == here)
            for one in LANGUAGES
        ]

    @property
    def in_english(self) -> str:
        """This page's address in English."""
        return self.languages[0].address

    @cached_property
    def suggestion(self) -> LanguageLink | None:
        """On an English page: the language that the browser asks for, where we have it."""
        wanted = suggested_language(self.request)
        if wanted is None or not is_translated(wanted.code):
            return None
        if self.language.code != ENGLISH or wanted.code == ENGLISH:
            return None
        return next(link for link in self.languages if link.language == wanted)

    @property
    def is_translated(self) -> bool:
        return is_translated(self.language.code)

    @property
    def is_machine_translated(self) -> bool:
        return has_unreviewed_text(self.language.code)

    @cached_property
    def choices(self) -> Choices | None:
        return Choices.read(self.request)

    @property
    def has_just_chosen(self) -> bool:
        """Whether the cookie form led here. With no choice in hand, the browser kept no cookie."""
        return self.request.GET.get("cookies") == "chosen"

    @property
    def shows_pictures(self) -> bool:
        return not (self.choices and self.choices.hides_pictures)

    @property
    def shows_beta_banner(self) -> bool:
        return not (self.choices and self.choices.hides_beta_banner)


def page(request: HttpRequest) -> dict[str, Page]:
    """Template context processor."""
    return {"page": Page(request)}
