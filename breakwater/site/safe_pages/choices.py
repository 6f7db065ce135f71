"""The cookie choice: essential only, or also "remember my choices for this visit".

One session cookie holds the choice and, with leave, the choices themselves. It lasts no longer than
the browser's window, because a lasting one would prove the visit.
"""

import re
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.http import HttpRequest, HttpResponse

CHOICES_COOKIE = "choices"

_WRITTEN = re.compile(r"essential|all(?P<pictures>\.no-pictures)?(?P<banner>\.no-beta)?")


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody chose. Hiding things can be remembered only where remembering was accepted."""

    remembers: bool = False
    hides_pictures: bool = False
    hides_beta_banner: bool = False

    @classmethod
    def read(cls, request: HttpRequest) -> Self | None:
        """The choice that came with the request, or None: nothing chosen, or a cookie not ours."""
        written = _WRITTEN.fullmatch(request.COOKIES.get(CHOICES_COOKIE, ""))
        if written is None:
            return None
        return cls(
            remembers=written.string.startswith("all"),
            hides_pictures=bool(written["pictures"]),
            hides_beta_banner=bool(written["banner"]),
        )

    def write(self, response: HttpResponse) -> None:
        """Set the session cookie that says this."""
        value = "essential"
        if self.remembers:
            value = "all" + ".no-pictures" * self.hides_pictures
            value += ".no-beta" * self.hides_beta_banner
        response.set_cookie(
            CHOICES_COOKIE,
            value,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
