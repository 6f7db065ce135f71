"""Where a request comes from, only to keep one place from drowning the rest. Nothing is stored.

A whole hostel may share one address, so a place is never shut out: a report with enough work done
by the device passes always (how much is enough grows with what came from there, up to what a cheap
phone can do), one without waits its turn with its words kept in the page, and a right code is
always let in.
"""

import ipaddress
import secrets
import time
from hashlib import blake2b

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest

from breakwater.domain.reports.pacing import Pacing, Recent
from breakwater.domain.reports.proof_of_work import bits_needed

# Forgotten with the process, so that what it made of an address says nothing to anybody later.
_salt = secrets.token_bytes(16)
_reports = Pacing(settings.REPORTS_FROM_ONE_PLACE, 600)
_worked_for = Recent(600)
_EVERYWHERE = ""
_wrong_codes = Pacing(60, 600)
# Of one report, from wherever they come: whoever found a code must not find its word by trying.
_wrong_words = Pacing(10, 3600)


def may_send(request: HttpRequest) -> float:
    """0 where one more report may be sent from here now, or the seconds to wait."""
    return _let(_reports, request)


def work_needed(request: HttpRequest) -> int:
    """The bits of work asked of a report that comes from here now."""
    now = time.monotonic()
    here, everywhere = (_worked_for.count(one, now) for one in (_place(request), _EVERYWHERE))
    return bits_needed(here, everywhere)


def has_worked(request: HttpRequest) -> None:
    """One more was let through from here because of its work."""
    now = time.monotonic()
    for one in (_place(request), _EVERYWHERE):
        _worked_for.came(one, now)


def may_guess_again(request: HttpRequest) -> float:
    """The same for a code that was wrong; a right one is never asked about."""
    return _let(_wrong_codes, request)


def may_try_a_word(report: int) -> float:
    """0 where one more safe word of this report may be tried now, or the seconds to wait."""
    now = time.monotonic()
    return 0.0 if _wrong_words.let(str(report), now) else _wrong_words.wait(str(report), now)


def was_the_word(report: int) -> None:
    """It was right, so it is not counted."""
    _wrong_words.give_back(str(report))


def forget() -> None:
    """Begin anew; a test does not wait for another's reports."""
    for counted in (_reports, _wrong_codes, _wrong_words, _worked_for):
        counted.forget()


def _let(pacing: Pacing, request: HttpRequest) -> float:
    place, now = _place(request), time.monotonic()
    return 0.0 if pacing.let(place, now) else pacing.wait(place, now)


def _place(request: HttpRequest) -> str:
    address = get_adapter(request).get_client_ip(request)
    return blake2b(_network(address).encode(), key=_salt, digest_size=16).hexdigest()


def _network(address: str) -> str:
    """Whoever has one IPv6 address has 2^64 of them, all in one network."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if ip.version == 4 else str(ipaddress.ip_network((ip, 64), strict=False))
