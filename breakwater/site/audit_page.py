"""The auditor's page: which months wait to be counted and signed, how, and handing figures in.

The openings themselves never pass this site: whoever runs a log writes them for its auditor, and
the auditor's key stays on the auditor's own machine. What is handed in is believed for its
signature alone, whoever sends it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import dateformat, timezone
from django.views.decorators.http import require_http_methods

from breakwater.apps.audit_log import auditing, logs
from breakwater.apps.audit_log.signed_figures import signed_months
from breakwater.apps.organisations.access import may, require
from breakwater.apps.organisations.forms import StaffForm, sent
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.apps.organisations.waiting import StartingPoint, WaitingItem
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.plain_error import PlainError

_SIGNED_WITHIN = timedelta(days=31)
_MOST_MONTHS = 24


@dataclass(frozen=True)
class Counted:
    """One log that is published, with the closed months that nobody has signed yet."""

    name: str
    address: str
    unsigned: list[date]
    signed: list[date]

    @property
    def waits(self) -> str:
        return ", ".join(_month(day) for day in self.unsigned)

    @property
    def done(self) -> str:
        return ", ".join(_month(day) for day in self.signed)

    @property
    def month(self) -> str:
        """The oldest month that waits, as the commands take it."""
        return f"{self.unsigned[0]:%Y-%m}" if self.unsigned else ""


class FiguresForm(StaffForm):
    """Figures that an auditor signed."""

    figures = forms.CharField(
        label="Signed figures",
        help_text="The whole text that “auditor sign” printed, with the line of your signature.",
        max_length=20_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        error_messages={"required": "Paste the figures you signed."},
    )

    def hand_in(self) -> None:
        """Enter them in the log; refused in a sentence where the signature does not hold."""
        text = self.cleaned_data["figures"].replace("\r\n", "\n")
        try:
            auditing.accept_figures(f"{text.rstrip()}\n".encode())
        except MalformedError as wrong:
            raise PlainError(f"these are no signed figures: {wrong}") from wrong


@require_http_methods(["GET", "POST"])
def audit(request: StaffRequest) -> HttpResponse:
    """What waits to be counted, how it is done, and where signed figures are handed in."""
    require(request.member, Action.AUDIT_LOGS)
    form = FiguresForm(sent(request))
    if form.is_valid() and form.tries(form.hand_in):
        messages.success(request, "The figures go public with the next publication of the log.")
        return redirect("audit")
    return render(request, "staff/audit.html", {"form": form, "logs": counted()})


def counted() -> list[Counted]:
    """Every published log, with its closed months of the last two years.

    Of a log that goes on after a restore, the tree it goes on as: the old one is closed.
    """
    public = settings.PUBLIC_ADDRESS.rstrip("/")
    found = []
    for name in sorted({log.name for log in logs.every_log()}):
        begun = auditing.first_day(name)
        if begun is None:
            continue
        signed = [month.first_day for month in signed_months(name)]
        months = [day for day in _closed_months(begun) if day not in signed]
        address = f"{public}/log/{logs.standing_of(name).origin}/"
        found.append(Counted(name, address, months, signed[-_MOST_MONTHS:]))
    return found


def waiting_for(member: Membership) -> Iterator[WaitingItem]:
    """The months of each log that are over and not signed."""
    if not may(member, Action.AUDIT_LOGS):
        return
    now = timezone.now()
    for log in counted():
        if log.unsigned:
            over = _after(log.unsigned[0])
            since = timezone.make_aware(datetime.combine(over, time()))
            yield WaitingItem(
                f"The figures of {_month(log.unsigned[0])} in {log.name} wait to be signed",
                page("audit"),
                since,
                is_late=now - since > _SIGNED_WITHIN,
            )


def starting_points(member: Membership) -> Iterator[StartingPoint]:
    """The page, for an auditor."""
    if may(member, Action.AUDIT_LOGS):
        yield StartingPoint(
            "Count and sign",
            "Check what the logs hold without reading it, and sign the figures of each month.",
            page("audit"),
        )


def _closed_months(begun: date) -> list[date]:
    today, month, found = timezone.localdate(), begun.replace(day=1), []
    while _after(month) <= today:
        found.append(month)
        month = _after(month)
    return found[-_MOST_MONTHS:]


def _after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _month(day: date) -> str:
    return dateformat.format(day, "F Y")
