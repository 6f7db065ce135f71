"""Keys: kept, shared, tested, brought into use, changed, and noticed when they are swapped."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks, Settings

from breakwater.apps.audit_log.models import Entry, Record
from breakwater.apps.organisations import key_export, key_health, key_waiting, recipients
from breakwater.apps.organisations.changes import key_tests, keys
from breakwater.apps.organisations.models import KeyCopy, MemberKey, OrganisationKey, Person
from breakwater.apps.organisations.roles import Role
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.fingerprint import fingerprint_words
from breakwater.site import demonstration_keys
from breakwater.site.command_line import main as command_line
from tests.apps.audit_log.conftest import gate_in
from tests.apps.organisations.made_keys import (
    BLOB,
    copy_for,
    keep,
    made_for,
    own_key,
    passes_a_test,
)
from tests.people import Cast, person, signed_in
from tests.running import short_folder
from tests.sealing.keys import MadeKey, make_key


@pytest.fixture(autouse=True)
def _gate(settings: Settings) -> Iterator[None]:
    with short_folder() as folder:
        settings.DATA, settings.GATE_SOCKET = folder, folder / "gate.socket"
        with gate_in(folder):
            yield


@pytest.fixture
def colleague(cast: Cast) -> Person:
    return person("Lin Lark", cast.support, Role.CASEWORKER)


def _in_use(
    cast: Cast, colleague: Person, *, at: datetime | None = None
) -> tuple[MadeKey, OrganisationKey, MemberKey, MemberKey]:
    first, second = own_key(cast.caseworker), own_key(colleague)
    key, stored = keep(cast.support, first, second)
    for one in (first, second):
        passes_a_test(one, key, stored, at=at)
    key_tests.bring_into_use(key=stored, by=colleague, at=at or timezone.now())
    stored.refresh_from_db()
    return key, stored, first, second


def test_a_key_comes_into_use_when_a_second_member_has_tested_it(
    cast: Cast,
    colleague: Person,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    first, second = own_key(cast.caseworker), own_key(colleague)
    key, stored = keep(cast.support, first, second)
    now = timezone.now()

    passes_a_test(first, key, stored)
    with pytest.raises(PlainError, match="two members"):
        key_tests.bring_into_use(key=stored, by=colleague, at=now)
    assert not key_health.can_receive(cast.support, now)
    with django_capture_on_commit_callbacks(execute=True):
        passes_a_test(second, key, stored)

    stored.refresh_from_db()
    assert stored.in_use_by == colleague
    assert key_health.can_receive(cast.support, now)
    assert recipients.recipient_of(cast.support) == key.signed.statement.recipient


@pytest.mark.parametrize(("days", "may"), [(29, True), (31, False)])
def test_an_organisation_can_be_written_to_for_thirty_days_after_its_tests(
    days: int, may: bool, cast: Cast, colleague: Person
) -> None:
    at = timezone.now()
    _in_use(cast, colleague, at=at)

    assert key_health.can_receive(cast.support, at + timedelta(days=days)) is may


@pytest.mark.parametrize(
    "loss", ["role", "account", "copy", "key"], ids=lambda loss: f"without a {loss}"
)
def test_it_cannot_once_one_of_two_readers_is_no_reader_any_more(
    loss: str, cast: Cast, colleague: Person
) -> None:
    _, _, _, second = _in_use(cast, colleague)
    now = timezone.now()
    match loss:
        case "role":
            colleague.membership.grants.update(ended_at=now, ended_by=cast.support_admin)
        case "account":
            Person.objects.filter(pk=colleague.pk).update(is_active=False)
        case "copy":
            KeyCopy.objects.filter(member_key=second).delete()
        case _:
            own_key(colleague)

    assert not key_health.can_receive(cast.support, now)


@pytest.mark.parametrize("is_supervisor", [False, True])
def test_a_force_can_be_written_to_only_where_a_supervisor_could_read_it(
    is_supervisor: bool, cast: Cast
) -> None:
    other = cast.supervisor if is_supervisor else person("Ola Oak", cast.force, Role.OFFICER)
    readers = [own_key(cast.officer), own_key(other)]
    key, stored = keep(cast.force, *readers)
    for one in readers:
        passes_a_test(one, key, stored)
    key_tests.bring_into_use(key=stored, by=other, at=timezone.now())

    assert key_health.can_receive(cast.force, timezone.now()) is is_supervisor
    page = signed_in(cast.officer).get(reverse("organisations:keys")).content.decode()
    assert ("must be a supervisor’s, and none is" in page) is not is_supervisor


def test_it_cannot_while_the_gate_is_away(
    cast: Cast, colleague: Person, settings: Settings
) -> None:
    _in_use(cast, colleague)
    settings.GATE_SOCKET = settings.DATA / "no-gate-here"

    assert not key_health.can_receive(cast.support, timezone.now())


def test_a_key_swapped_in_the_database_is_not_sealed_to(cast: Cast, colleague: Person) -> None:
    _, stored, _, _ = _in_use(cast, colleague)
    theirs = make_key(recipients.key_name(cast.support)).signed
    OrganisationKey.objects.filter(pk=stored.pk).update(
        recipient=theirs.statement.recipient, statement=str(theirs)
    )

    with pytest.raises(recipients.SwappedKeyError):
        recipients.recipient_of(cast.support)
    assert not key_health.can_receive(cast.support, timezone.now())


def test_a_key_only_swapped_in_one_column_is_noticed_too(cast: Cast, colleague: Person) -> None:
    _, stored, _, _ = _in_use(cast, colleague)
    other = make_key().signed.statement.recipient
    OrganisationKey.objects.filter(pk=stored.pk).update(recipient=other)

    with pytest.raises(recipients.SwappedKeyError):
        recipients.recipient_of(cast.support)


def test_the_next_key_needs_the_signature_of_the_one_in_use(cast: Cast, colleague: Person) -> None:
    key, _, first, second = _in_use(cast, colleague)
    stranger = make_key(recipients.key_name(cast.support), version=2)
    made = keys.MadeOrganisationKey(
        str(stranger.signed), {first.pk: copy_for(stranger, first)}, {1: BLOB, 2: BLOB}
    )

    with pytest.raises(PlainError, match="has not agreed"):
        keys.make_organisation_key(
            organisation=cast.support, made=made, by=colleague, at=timezone.now()
        )
    _, following = keep(cast.support, first, second, after=key)
    assert (following.version, following.waits) == (2, True)
    assert key_health.can_receive(cast.support, timezone.now())


def test_a_key_that_never_came_into_use_gives_way_to_another(cast: Cast, colleague: Person) -> None:
    first, second = own_key(cast.caseworker), own_key(colleague)
    _, given_up = keep(cast.support, first)
    _, kept = keep(cast.support, first, second)

    given_up.refresh_from_db()
    assert given_up.withdrawn_by == cast.caseworker
    assert not given_up.copies.exists()
    assert key_health.newest(cast.support) == kept


def test_a_copy_without_a_voucher_of_the_key_is_refused(cast: Cast, colleague: Person) -> None:
    first, second = own_key(cast.caseworker), own_key(colleague)
    key, _ = keep(cast.support, first)
    forged = copy_for(key, second, signed_by=make_key(recipients.key_name(cast.support)))

    with pytest.raises(PlainError, match="does not vouch"):
        keys.share_key(member_key=second, copies={1: forged}, by=cast.caseworker, at=timezone.now())
    with pytest.raises(PlainError, match="does not vouch"):
        keys.share_key(
            member_key=second,
            copies={1: copy_for(key, first)},
            by=cast.caseworker,
            at=timezone.now(),
        )
    assert not KeyCopy.objects.filter(member_key=second).exists()


def test_a_paper_must_open_what_its_maker_can_open(cast: Cast, colleague: Person) -> None:
    key, _, first, second = _in_use(cast, colleague)
    _, made = made_for(cast.support, first, second, after=key)
    short = keys.MadeOrganisationKey(made.statement, made.copies, {2: BLOB})

    with pytest.raises(PlainError, match="older versions"):
        keys.make_organisation_key(
            organisation=cast.support, made=short, by=cast.caseworker, at=timezone.now()
        )


@pytest.mark.parametrize("wrong", ["word", "somebody else", "token"])
def test_a_test_that_was_not_opened_is_not_recorded(
    wrong: str, cast: Cast, colleague: Person
) -> None:
    first, second = own_key(cast.caseworker), own_key(colleague)
    _, stored = keep(cast.support, first, second)
    message = key_tests.test_message(member_key=first, key=stored)

    with pytest.raises(PlainError):
        key_tests.record_test(
            member_key=second if wrong == "somebody else" else first,
            token="x" if wrong == "token" else message.token,
            word="a guess",
            by=cast.caseworker,
            at=timezone.now(),
        )
    assert not stored.tests.exists()


def test_a_new_key_after_a_loss_leaves_nothing_of_the_old_one(
    cast: Cast, colleague: Person
) -> None:
    _, _, lost, _ = _in_use(cast, colleague)

    own_key(cast.caseworker)

    lost.refresh_from_db()
    assert (bytes(lost.wrapped), bytes(lost.memory), lost.retired_by) == (b"", b"", cast.caseworker)
    assert not lost.copies.exists()


def test_nobody_makes_a_key_for_somebody_else(cast: Cast, colleague: Person) -> None:
    made = keys.MadeKey(make_key().signed.statement.recipient, BLOB, BLOB)

    with pytest.raises(PlainError, match="only you"):
        keys.make_member_key(
            membership=colleague.membership, made=made, by=cast.caseworker, at=timezone.now()
        )


def test_whoever_left_is_left_out_of_the_next_key(cast: Cast, colleague: Person) -> None:
    key, _, first, second = _in_use(cast, colleague)
    third = own_key(person("Max Mere", cast.support, Role.CASEWORKER))
    colleague.membership.grants.update(ended_at=timezone.now(), ended_by=cast.support_admin)

    standing = {
        one.membership.person.name: one.standing
        for one in key_health.holders(cast.support, key_health.newest(cast.support), timezone.now())
    }
    assert standing["Lin Lark"] is key_health.Standing.SHOULD_NOT
    _, made = made_for(cast.support, first, second, third, after=key)
    with pytest.raises(PlainError, match="has changed meanwhile"):
        keys.make_organisation_key(
            organisation=cast.support, made=made, by=cast.caseworker, at=timezone.now()
        )


def test_every_change_leaves_its_fingerprint_in_the_log(cast: Cast, colleague: Person) -> None:
    key, _, first, _ = _in_use(cast, colleague)

    kinds = list(Entry.objects.order_by("index").values_list("kind", flat=True))
    said = [json.loads(bytes(row.content)) for row in Record.objects.order_by("index")]
    wanted = ["key-added", "key-added", "key-added", "key-tested", "key-tested"]
    assert kinds[-6:] == [*wanted, "recipients-signed"]
    assert said[-1]["fingerprint"] == fingerprint_words(key.signed.statement.recipient)
    assert said[-6]["fingerprint"] == fingerprint_words(first.recipient)
    assert not any("Lark" in str(one) for one in said)


def test_the_home_page_asks_for_what_is_to_do_next(cast: Cast, colleague: Person) -> None:
    def asked(someone: Person) -> list[str]:
        return [item.sentence for item in key_waiting.waiting_for(someone.membership)]

    assert asked(cast.caseworker) == ["Make your key, to open what people write"]
    first = own_key(cast.caseworker)
    assert asked(cast.caseworker) == ["Make your organisation’s key"]
    keep(cast.support, first)
    own_key(colleague)
    assert asked(cast.caseworker) == ["Test your key", "Lin Lark’s key waits to be let in"]
    assert asked(colleague) == []
    assert asked(cast.support_admin) == []


def test_a_browser_that_sends_something_else_is_told_so(cast: Cast) -> None:
    browser = signed_in(cast.caseworker, confirmed=True)
    sent = {"recipient": "age1", "wrapped": "bm90IGFu", "memory": "?"}

    answer = browser.post(reverse("organisations:make-key"), sent)

    assert answer.status_code == 400
    assert "damaged" in answer.json()["says"]
    assert not MemberKey.objects.exists()


def test_keys_change_only_after_a_confirmation(cast: Cast) -> None:
    browser = signed_in(cast.caseworker)

    for name in ("make-key", "change-passphrase", "add-key-passkey", "organisation-key"):
        answer = browser.post(reverse(f"organisations:{name}"))
        assert answer["Location"].startswith("/confirm/")


def test_keys_can_be_taken_away_without_anybodys_own(cast: Cast, colleague: Person) -> None:
    _in_use(cast, colleague)

    ((name, (taken,)),) = key_export.belongings(cast.support)

    assert name == "keys"
    assert len(taken["copies"]) == 2  # type: ignore[arg-type]
    assert "wrapped" not in str(taken)


def test_no_key_is_made_on_the_server_outside_a_demonstration(cast: Cast) -> None:
    with pytest.raises(PlainError, match="BREAKWATER_DEMONSTRATION"):
        demonstration_keys.load([cast.support])


def test_an_operator_sees_at_the_command_line_what_was_swapped(
    cast: Cast, colleague: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    key, stored, _, _ = _in_use(cast, colleague)
    slug = cast.support.slug

    assert command_line.main(["recipients", "check"]) == 0
    words = fingerprint_words(key.signed.statement.recipient)
    assert f"{slug}: version 1: {words}" in capsys.readouterr().out
    OrganisationKey.objects.filter(pk=stored.pk).update(
        statement=str(make_key(recipients.key_name(cast.support)).signed)
    )
    assert command_line.main(["recipients", "check"]) == 1
    assert slug in capsys.readouterr().err


def test_an_organisation_that_lost_everything_starts_anew_once_the_gate_was_released(
    cast: Cast, colleague: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    _, _, first, second = _in_use(cast, colleague)
    anew = make_key(recipients.key_name(cast.support), version=2)
    made = keys.MadeOrganisationKey(
        str(anew.signed), {one.pk: copy_for(anew, one) for one in (first, second)}, {2: BLOB}
    )
    KeyCopy.objects.all().delete()
    stored = keys.make_organisation_key(
        organisation=cast.support, made=made, by=colleague, at=timezone.now(), starts_anew=True
    )
    for one in (first, second):
        passes_a_test(one, anew, stored)

    with pytest.raises(PlainError, match="has not agreed"):
        key_tests.bring_into_use(key=stored, by=colleague, at=timezone.now())
    assert command_line.main(["recipients", "release", cast.support.slug]) == 0
    assert "A second person must" in capsys.readouterr().out
    with pytest.raises(PlainError, match="has not agreed"):
        key_tests.bring_into_use(key=stored, by=colleague, at=timezone.now())
