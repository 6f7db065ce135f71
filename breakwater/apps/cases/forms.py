"""What the pages of cases ask; whatever somebody writes about a person arrives sealed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.formats import date_format

from breakwater.apps.cases.changes.opening import SealedPiece
from breakwater.apps.cases.inbox import hours_of
from breakwater.apps.cases.models import Case, CaseQuerySet, Hold, Piece
from breakwater.apps.organisations.forms import StaffForm
from breakwater.apps.organisations.models import Membership
from breakwater.domain.cases.retention import Rule
from breakwater.domain.plain_error import PlainError

_BEGINS = b"age-encryption.org/v1\n"
# A file of 10 MB, padded and sealed.
LARGEST_PIECE = 11 * 1024 * 1024
# What a member may write; the rest comes from the person or from other apps.
WRITTEN_BY_MEMBERS = (
    Piece.Sort.NOTE,
    Piece.Sort.CONTACT,
    Piece.Sort.SAFETY_PLAN,
    Piece.Sort.RISK_ASSESSMENT,
    Piece.Sort.FILE,
)


def sealed_body(request: HttpRequest) -> bytes:
    """The age file that the browser sent as the body, or PlainError; never kept on disk."""
    sealed = request.read(LARGEST_PIECE + 1)
    if not sealed.startswith(_BEGINS) or len(sealed) > LARGEST_PIECE:
        raise PlainError("what the browser sent is damaged or too large; open the page again")
    return bytes(sealed)


class PieceForm(StaffForm):
    """What a sealed piece is; the piece itself is the body."""

    sort = forms.ChoiceField(choices=[(one.value, one.label) for one in WRITTEN_BY_MEMBERS])
    version = forms.IntegerField(min_value=1)

    def piece(self, sealed: bytes) -> SealedPiece:
        """The piece that was sent."""
        return SealedPiece(
            Piece.Sort(self.cleaned_data["sort"]), sealed, self.cleaned_data["version"]
        )


class _MemberField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A member by name, with a word about those who are away."""

    away: dict[int, str] = {}

    def label_from_instance(self, obj: Membership) -> str:
        """The name, and whether they are away."""
        return f"{obj.person.name}{self.away.get(obj.pk, '')}"


class AssignForm(StaffForm):
    """Who looks after the case from now on."""

    to = _MemberField(
        label="Who looks after it",
        queryset=Membership.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    instead_of = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, members: QuerySet[Membership], away: dict[int, str], **kwargs: Any
    ) -> None:
        """``members`` may be chosen; ``away`` says of whom that they are away, and until when."""
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, _MemberField)
        field.queryset, field.away = members, away


class _MembersField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Members by name."""

    def label_from_instance(self, obj: Membership) -> str:
        """The name."""
        return obj.person.name


class KeepNamedAwayForm(StaffForm):
    """Who must not see the case; nobody ticked means that nobody here was meant."""

    members = _MembersField(
        label="Which colleagues are meant?",
        help_text="Tick everyone it may be. Tick nobody if nobody here is meant.",
        queryset=Membership.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, members: QuerySet[Membership], **kwargs: Any) -> None:
        """``members`` may be ticked."""
        super().__init__(*args, **kwargs)
        field = self.fields["members"]
        assert isinstance(field, _MembersField)
        field.queryset = members


class KeepAwayForm(StaffForm):
    """Whom the person does not want near the case."""

    who = _MemberField(
        label="Keep away", queryset=Membership.objects.none(), empty_label="Choose a colleague"
    )

    def __init__(self, *args: Any, members: QuerySet[Membership], **kwargs: Any) -> None:
        """``members`` may be chosen."""
        super().__init__(*args, **kwargs)
        field = self.fields["who"]
        assert isinstance(field, _MemberField)
        field.queryset = members


class CloseForm(StaffForm):
    """How it ended."""

    outcome = forms.ChoiceField(
        label="How did it end?",
        help_text="One of these, so that it can be counted. Say more in a sealed note.",
        choices=Case.Outcome.choices,
        widget=forms.RadioSelect,
    )


class _Day(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": "Give the day as 2026-11-23, or pick it."}


class HoldForm(StaffForm):
    """Which case may not be erased, and why."""

    reference = forms.CharField(
        label="Reference of the case", help_text="As in BCDF-2345.", max_length=12
    )
    reason = forms.ChoiceField(
        label="Why it must be kept",
        help_text="One of these: nothing about the person is written here.",
        choices=Hold.Reason.choices,
        widget=forms.RadioSelect,
    )
    review_on = _Day(label="Look at this hold again on")

    def __init__(self, *args: Any, find: Callable[[str], Case | None], **kwargs: Any) -> None:
        """``find`` gives the organisation's case of that reference."""
        super().__init__(*args, **kwargs)
        self._find = find

    def clean_reference(self) -> Case:
        """The case itself."""
        found = self._find(self.cleaned_data["reference"].strip().upper())
        if found is None:
            raise ValidationError("There is no case with that reference here.")
        return found

    def clean_reason(self) -> Hold.Reason:
        """The reason itself."""
        return Hold.Reason(self.cleaned_data["reason"])


class RetentionForm(StaffForm):
    """How long, in days."""

    keep_days = forms.IntegerField(
        label="Days a case is kept after it is closed",
        help_text="Then it is erased for good, unless a legal hold keeps it.",
        min_value=1,
        max_value=36_525,
    )
    review_days = forms.IntegerField(
        label="Days after which an open case is looked at again",
        help_text="Whoever looks after it is asked: is it still needed?",
        min_value=1,
        max_value=3_653,
    )

    def rule(self) -> Rule:
        """The rule."""
        return Rule(self.cleaned_data["keep_days"], self.cleaned_data["review_days"])


class OnCallForm(StaffForm):
    """Who, from when to when."""

    member = _MemberField(
        label="Who is called", queryset=Membership.objects.none(), empty_label="Choose a colleague"
    )
    from_on = _Day(label="First day")
    until_on = _Day(label="Last day")

    def __init__(self, *args: Any, members: QuerySet[Membership], **kwargs: Any) -> None:
        """``members`` may be chosen."""
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, _MemberField)
        field.queryset = members


class DisclosedForm(forms.Form):
    """Which document of a case leaves the house; the access log keeps its name and recipient."""

    RECIPIENTS = {"marac-document": "marac", "subject-access": "the-person"}

    what = forms.ChoiceField(choices=[(one, one) for one in RECIPIENTS])

    def recipient(self) -> str:
        """Whom it goes to, as the access log names them."""
        return self.RECIPIENTS[self.cleaned_data["what"]]


# Beyond these nobody chooses by hand.
_MOST_HOURS, _MOST_LISTED = 48, 100


class _SomeCases(forms.MultipleChoiceField):
    """Also one that is no longer among the newest: more came while she looked."""

    def valid_value(self, value: Any) -> bool:
        """Whether it could be a case; which are hers to choose is asked afterwards."""
        try:
            return bool(UUID(value))
        except ValueError:
            return False


class ManyForm(StaffForm):
    """Cases, by the hour in which they came or one by one; those in danger only where said so."""

    hours = forms.MultipleChoiceField(
        label="All that came in one hour", required=False, widget=forms.CheckboxSelectMultiple
    )
    cases = _SomeCases(
        label="Or one by one, the newest first",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    danger = forms.BooleanField(
        label="Also those who say that somebody is in danger",
        help_text="Look at them first: one may be real.",
        required=False,
    )
    # What came after the page was shown is not chosen by it.
    until = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, found: CaseQuerySet, now: datetime
    ) -> None:
        """``found``: those that can be chosen."""
        super().__init__(data, initial={"until": now.isoformat()})
        self.found = found
        self._hours = hours_of(found)[:_MOST_HOURS]
        listed = found.order_by("-opened_at", "pk")[:_MOST_LISTED]
        self.fields["hours"].choices = [(str(one), one.says) for one in self._hours]  # type: ignore[attr-defined]
        self.fields["cases"].choices = [(str(one.pk), _line_of(one)) for one in listed]  # type: ignore[attr-defined]

    @property
    def has_any(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self._hours)

    def clean(self) -> dict[str, Any]:
        """Something was chosen."""
        given = super().clean() or {}
        if not (given.get("hours") or given.get("cases") or self.errors):
            raise ValidationError("Choose an hour, or some cases.")
        return given

    def _asked(self) -> CaseQuerySet:
        given = self.cleaned_data
        asked = Q(pk__in=given["cases"])
        for one in self._hours:
            if str(one) in given["hours"]:
                asked |= Q(opened_at__gte=one.begins, opened_at__lt=one.begins + timedelta(hours=1))
        found = self.found.filter(asked)
        return found.filter(opened_at__lte=given["until"]) if given["until"] else found

    def chosen(self, most: int) -> list[UUID]:
        """Which ones, the oldest first."""
        found = self._asked().order_by("opened_at", "pk")
        if not self.cleaned_data["danger"]:
            found = found.filter(is_in_danger=False)
        return list(found.values_list("pk", flat=True)[:most])

    def in_danger(self) -> CaseQuerySet:
        """Those among what was chosen whose person is in danger."""
        return self._asked().filter(is_in_danger=True)

    def references(self, most: int) -> list[str]:
        """What some of them are called."""
        found = Case.objects.filter(pk__in=self.chosen(most)).order_by("opened_at", "pk")
        return list(found.values_list("reference", flat=True))

    def sent_again(self) -> list[tuple[str, str]]:
        """What was chosen, to be sent once more with the confirmation."""
        given = self.cleaned_data
        until = given["until"].isoformat() if given["until"] else ""
        return [
            *(("hours", one) for one in given["hours"]),
            *(("cases", one) for one in given["cases"]),
            ("danger", "on" if given["danger"] else ""),
            ("until", until),
        ]


def _line_of(case: Case) -> str:
    danger = ", in danger" if case.is_in_danger else ""
    return (
        f"{case.reference}, {date_format(timezone.localtime(case.opened_at), 'j F, H:i')}{danger}"
    )
