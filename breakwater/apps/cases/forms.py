"""What the pages of cases ask; whatever somebody writes about a person arrives sealed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from breakwater.apps.cases.changes.opening import SealedPiece
from breakwater.apps.cases.models import Case, Hold, Piece
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
