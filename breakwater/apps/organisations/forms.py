"""What people here are asked: plain labels, one thing each."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypedDict

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from breakwater.apps.organisations.changes.agreements import Terms
from breakwater.apps.organisations.interpreter import Interpreter
from breakwater.apps.organisations.models import Membership, Organisation, Person
from breakwater.apps.organisations.roles import ROLES, Kind, Role, roles_of
from breakwater.domain.plain_error import PlainError


def sent(request: HttpRequest) -> QueryDict | None:
    """What was posted, for a form to check; nothing for a page that was only opened."""
    return request.POST if request.method == "POST" else None


class StaffForm(forms.Form):
    """A form whose change may still refuse in one plain sentence."""

    def tries(self, change: Callable[[], object]) -> bool:
        """Run ``change``; where it refuses, show its sentence and return False."""
        try:
            change()
        except PlainError as sentence:
            text = str(sentence)
            self.add_error(None, f"{text[:1].upper()}{text[1:]}.")
            return False
        return True


class SpokenTo(TypedDict):
    """Whether somebody was alone with whom they spoke to, and who interpreted."""

    was_alone: bool
    interpreter: Interpreter


class SpokenToForm(StaffForm):
    """What is asked wherever somebody agreed to something, or was offered it."""

    was_alone = forms.ChoiceField(
        label="Were they alone with you?",
        help_text="Nobody they know could hear.",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether they were alone."},
    )
    interpreter = forms.ChoiceField(
        label="Who interpreted?",
        choices=Interpreter.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say who interpreted."},
    )

    def spoken_to(self) -> SpokenTo:
        """What was filled in."""
        return SpokenTo(
            was_alone=self.cleaned_data["was_alone"] == "yes",
            interpreter=Interpreter(self.cleaned_data["interpreter"]),
        )


class _Day(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": "Give the day as 2026-11-23, or pick it."}


class MomentField(forms.DateTimeField):
    """A day and a time that are past, picked or typed.

    When the clocks go back, an hour is told twice: of its two readings the later one that is past
    is meant. Django would refuse it for that whole hour, also where our own page filled it in. An
    hour that the clocks leap over stays refused.
    """

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {
        "required": "Give the day and the time.",
        "invalid": "Give the day and the time as 2026-11-23T14:30, or pick them.",
    }

    def to_python(self, value: Any) -> datetime | None:
        """The moment."""
        try:
            return super().to_python(value)
        except ValidationError as refused:
            if refused.code != "ambiguous_timezone" or not refused.params:
                raise
            readings = _readings(refused.params["datetime"])
            if not readings:
                raise
            past = [one for one in readings if one <= timezone.now()]
            return (past or readings)[-1]


def _readings(told: datetime) -> list[datetime]:
    """The moments at which a clock here shows ``told``, in order; none in an hour leapt over."""
    here = timezone.get_current_timezone()
    read = (told.replace(tzinfo=here, fold=fold).astimezone(UTC) for fold in (0, 1))
    return [one for one in read if timezone.make_naive(one) == told]


class _Lines(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), max_length=5000, **kwargs)


class NewPasswordForm(StaffForm):
    """A password of one's own, and the first code of an authenticator app."""

    password = forms.CharField(
        label="Make a password",
        help_text="At least 12 characters. Three or four words are easy to keep in mind.",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    code = forms.CharField(
        label="Code from the app",
        help_text="Six digits. This shows that the app was set up.",
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(
        self,
        *args: Any,
        person: Person,
        code_is_right: Callable[[str], bool],
        **kwargs: Any,
    ) -> None:
        """``person`` is whom the password must not resemble."""
        super().__init__(*args, **kwargs)
        self._person, self._code_is_right = person, code_is_right

    def clean_password(self) -> str:
        """Long enough, not common, not the person's own name or address."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self._person)
        return password

    def clean_code(self) -> str:
        """The newest code, or the one just before or after it."""
        code: str = self.cleaned_data["code"]
        if not self._code_is_right(code):
            raise ValidationError("That code is not right. Try the newest one in the app.")
        return code


class JoinForm(NewPasswordForm):
    """Joining: a name beside the rest."""

    name = forms.CharField(
        label="Your name",
        help_text="As your colleagues know you.",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "password", "code")


class InviteForm(StaffForm):
    """Who is to join, with which roles."""

    email = forms.EmailField(
        label="E-mail address",
        help_text="Their own, at work. Only they will see the link.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    roles = forms.MultipleChoiceField(
        label="Roles",
        help_text="Roles marked with “two people” wait until a second person confirms them.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        """``kind`` of organisation decides which roles there are."""
        super().__init__(*args, **kwargs)
        _field(self, "roles", forms.MultipleChoiceField).choices = _role_choices(kind)

    def clean_roles(self) -> list[Role]:
        """The roles themselves."""
        return [ROLES[value] for value in self.cleaned_data["roles"]]


class GiveRoleForm(StaffForm):
    """Which role, and until when."""

    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect)
    until_on = _Day(
        label="Last day",
        help_text="Leave empty if it has no end. For cover, give the last day of the absence.",
        required=False,
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        """``kind`` of organisation decides which roles there are."""
        super().__init__(*args, **kwargs)
        _field(self, "role", forms.ChoiceField).choices = _role_choices(kind)

    def clean_role(self) -> Role:
        """The role itself."""
        return ROLES[self.cleaned_data["role"]]


class CoverForm(StaffForm):
    """Who covers, from when to when."""

    cover = forms.ModelChoiceField(
        label="Who covers",
        queryset=Membership.objects.none(),
        empty_label="Choose a colleague",
    )
    from_on = _Day(label="First day away")
    until_on = _Day(label="Last day away")

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        """``colleagues`` are those who may be chosen."""
        super().__init__(*args, **kwargs)
        field = _field(self, "cover", forms.ModelChoiceField)
        field.queryset = colleagues
        field.label_from_instance = lambda membership: membership.person.name


class ProposeForm(StaffForm):
    """Which organisation, and who is to be its first administrator."""

    name = forms.CharField(label="Name of the organisation", max_length=200)
    kind = forms.ChoiceField(label="What it is", widget=forms.RadioSelect)
    first_administrator_email = forms.EmailField(
        label="E-mail address of its first administrator",
        help_text="They get a link once a second person has admitted the organisation.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, kinds: list[Kind], **kwargs: Any) -> None:
        """``kinds`` are those the member may propose."""
        super().__init__(*args, **kwargs)
        _field(self, "kind", forms.ChoiceField).choices = [
            (kind.value, kind.label) for kind in kinds
        ]

    def clean_kind(self) -> Kind:
        """The kind itself."""
        return Kind(self.cleaned_data["kind"])


class WrittenVoucherForm(StaffForm):
    """Who in the sector vouched in writing."""

    written_voucher = _Lines(
        label="Who vouched for it",
        help_text="The organisation in the sector, its post holder, and the date of the letter.",
    )


class AgreementForm(StaffForm):
    """What two organisations agree to."""

    other = forms.ModelChoiceField(
        label="With which organisation",
        queryset=Organisation.objects.none(),
        empty_label="Choose an organisation",
    )
    purposes = _Lines(label="What for", help_text="One purpose a line.")
    may_be_passed = _Lines(label="What may be passed", help_text="One thing a line.")
    never_passed_on = _Lines(
        label="What is never passed on", help_text="One thing a line, to nobody, for any reason."
    )
    from_on = _Day(label="First day")
    until_on = _Day(label="Last day", help_text="Leave empty if it has no end.", required=False)
    review_on = _Day(label="Day of the next review")

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        """``organisations`` are those that can be the other side."""
        super().__init__(*args, **kwargs)
        _field(self, "other", forms.ModelChoiceField).queryset = organisations

    def terms(self) -> Terms:
        """What was filled in."""
        return Terms(**{name: self.cleaned_data[name] for name in Terms.__dataclass_fields__})


class ReasonForm(StaffForm):
    """Why."""

    reason = _Lines(label="Reason", help_text="The other organisation reads it.")


class ConfirmNameForm(StaffForm):
    """Typing a name shows that it was meant."""

    name = forms.CharField(label="Type the name of your organisation", max_length=200)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """``organisation`` is the one whose name must be typed."""
        super().__init__(*args, **kwargs)
        self._name = organisation.name

    def clean_name(self) -> str:
        """The same name, in any case."""
        name: str = self.cleaned_data["name"]
        if name.strip().casefold() != self._name.casefold():
            raise ValidationError(f"Type “{self._name}”.")
        return name


class EmailNoticesForm(StaffForm):
    """When notices are also sent by e-mail."""

    email_notices = forms.ChoiceField(
        label="E-mail me about new notifications",
        help_text="The e-mail says only that there is something, never what.",
        choices=Person.Email.choices,
        widget=forms.RadioSelect,
    )


_Field = Any


def _field(form: forms.Form, name: str, kind: type[_Field]) -> _Field:
    field = form.fields[name]
    assert isinstance(field, kind)
    return field


def _role_choices(kind: Kind) -> list[tuple[str, str]]:
    return [
        (role.value, f"{role.says}{' (two people)' if role.authorises else ''}: {role.does}")
        for role in roles_of(kind)
    ]
