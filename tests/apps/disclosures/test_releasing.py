"""Asking, authorising with a passkey, and what the gate lets through."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pyrage
import pytest
from django.db import connection
from django.utils import timezone

from breakwater.apps.audit_log import witnesses
from breakwater.apps.audit_log.gate_client import GateAwayError
from breakwater.apps.audit_log.models import Entry
from breakwater.apps.disclosures import access
from breakwater.apps.disclosures.changes import releases
from breakwater.apps.disclosures.changes import requests as asking
from breakwater.apps.disclosures.models import (
    Authorisation,
    Handover,
    Release,
    Request,
    SealedField,
)
from breakwater.apps.organisations.changes import roles
from breakwater.apps.organisations.models import Grant, Notice, Person
from breakwater.apps.organisations.roles import Role
from breakwater.domain.audit_log.policy import read_policy
from breakwater.domain.audit_log.receipt import read_receipt
from breakwater.domain.audit_log.verify import verify_receipt
from breakwater.domain.plain_error import PlainError
from breakwater.gate.passkeys import PasskeyKeeper
from tests.apps.disclosures.conftest import ANSWERS, GROUNDS, NAME, World
from tests.passkey import Passkey
from tests.people import person


def kinds() -> list[str]:
    return list(Entry.objects.values_list("kind", flat=True).order_by("log_id", "index"))


def now_of(asked: Request) -> Request:
    return Request.objects.get(pk=asked.pk)


class TestAsking:
    """What may be asked, and what a supervisor can do with it."""

    def test_nothing_can_be_asked_where_no_authorisation_could_permit_it(
        self, world: World
    ) -> None:
        with pytest.raises(PlainError, match="no way"):
            asking.ask(
                force=world.cast.force,
                incident="SM 1",
                answers=ANSWERS,
                grounds=GROUNDS,
                wanted=[],
                receiver=world.receiver,
                channel="by_hand",  # type: ignore[arg-type]
                by=world.cast.officer,
                at=timezone.now(),
            )

    def test_what_would_leave_is_sealed_before_it_is_stored(self, world: World) -> None:
        world.ask()

        stored = "\n".join(_dump())
        assert NAME not in stored
        assert len(SealedField.objects.all()) == 2

    def test_nobody_authorises_their_own_request(self, world: World) -> None:
        asked = world.ask(by=world.cast.supervisor)

        with pytest.raises(PlainError, match="own request"):
            world.authorise(asked)

    @pytest.mark.parametrize(
        "wrong",
        [
            lambda key, asked: key.assertion(sha256(b"another question").digest()),
            lambda key, asked: key.assertion(bytes(asked.digest), origin="https://evil.example"),
            lambda key, asked: key.assertion(bytes(asked.digest), verified=False),
            lambda key, asked: Passkey(key.origin).assertion(bytes(asked.digest)),
            lambda key, asked: "{}",
            lambda key, asked: "[]",
            lambda key, asked: "x" * 20_000,
        ],
        ids=["another question", "elsewhere", "unverified", "stranger", "{}", "[]", "long"],
    )
    def test_an_assertion_counts_only_for_this_question_by_this_person_at_this_address(
        self, world: World, wrong: Callable[[Passkey, Request], str]
    ) -> None:
        asked = world.ask()

        with pytest.raises(PlainError):
            asking.authorise(
                asked=asked,
                assertion=wrong(world.passkey, asked),
                by=world.cast.supervisor,
                at=timezone.now(),
            )
        assert not Authorisation.objects.exists()

    def test_a_duty_supervisor_is_told_and_authorises_on_the_days_they_cover(
        self, world: World
    ) -> None:
        duty, today = person("Una Umber", world.cast.force, Role.OFFICER), timezone.localdate()
        grant = roles.ask_for_role(
            membership=duty.membership,
            role=Role.SUPERVISOR,
            until_on=today,
            by=world.cast.force_admin,
            at=timezone.now(),
        )
        roles.confirm_role(grant=grant, by=world.cast.force_admin_2, at=timezone.now())
        asked = world.ask()
        passkey = Passkey("http://localhost:8001").belongs_to(duty)

        assert Notice.objects.filter(person=duty, kind="release-waits").count() == 1
        asking.authorise(
            asked=asked,
            assertion=passkey.assertion(bytes(asked.digest)),
            by=duty,
            at=timezone.now(),
        )
        assert now_of(asked).authorisation.authorised_by == duty
        assert access.may_authorise(duty.membership, asked)
        Grant.objects.filter(pk=grant.pk).update(
            from_on=today - timedelta(days=2), until_on=today - timedelta(days=1)
        )
        assert not access.may_authorise(Person.objects.get(pk=duty.pk).membership, asked)

    def test_a_refusal_has_a_reason_and_takes_what_was_sealed_away(self, world: World) -> None:
        asked = world.ask()

        asking.refuse(
            asked=asked, reason="Less would do", by=world.cast.supervisor, at=timezone.now()
        )

        assert now_of(asked).state_at(timezone.now()) == Request.State.REFUSED
        assert not SealedField.objects.exists()
        assert kinds()[-1] == "authorisation-refused"

    def test_both_can_withdraw_until_release_and_nobody_else(self, world: World) -> None:
        other = person("Ola Other", world.cast.force, Role.OFFICER)
        for by, allowed in (
            (other, False),
            (world.cast.officer, True),
            (world.cast.supervisor, True),
        ):
            asked = world.authorise(world.ask())
            try:
                asking.withdraw(asked=asked, reason="Not needed", by=by, at=timezone.now())
                withdrew = True
            except PlainError:
                withdrew = False
            assert withdrew is allowed, by

    def test_a_request_lapses_after_72_hours(self, world: World) -> None:
        asked = world.ask()
        later = timezone.now() + timedelta(hours=72, minutes=1)

        with pytest.raises(PlainError, match="lapsed"):
            asking.refuse(asked=asked, reason="late", by=world.cast.supervisor, at=later)
        assert asking.lapse_old(at=later) == 1
        assert asking.lapse_old(at=later) == 0
        assert now_of(asked).state_at(later) == Request.State.LAPSED
        assert kinds()[-1] == "authorisation-lapsed"


class TestReleasing:
    """What the gate lets through, and what it does not."""

    def test_the_receiver_opens_exactly_the_named_fields_with_a_receipt_that_verifies(
        self, gate: PasskeyKeeper, world: World
    ) -> None:
        asked = _ready(gate, world)

        secret = releases.release_through_gate(
            asked=asked, by=world.cast.officer, at=timezone.now()
        )

        handover = Handover.objects.get()
        inside = _opened(releases.package_of(handover), world)
        assert json.loads(inside["fields.json"]) == {
            "full_name": NAME,
            "court_date": "4 December 2026",
        }
        receipt = read_receipt(inside["receipt.tlog-proof"])
        origin = receipt.signed.checkpoint.origin
        policy = read_policy(witnesses.policy_of(origin))
        findings = verify_receipt(receipt, policy, inside["record.json"])
        assert not [one for one in findings if one.check.value == "fails"]
        assert secret
        assert not SealedField.objects.exists()
        assert kinds()[-1] == "released"

    def test_asking_twice_gives_the_same_package(self, gate: PasskeyKeeper, world: World) -> None:
        asked = _ready(gate, world)
        releases.release_through_gate(asked=asked, by=world.cast.officer, at=timezone.now())
        first = Handover.objects.get().package_digest

        releases.release_through_gate(asked=now_of(asked), by=world.cast.officer, at=timezone.now())

        assert Handover.objects.get().package_digest == first

    def test_while_the_gate_is_away_nothing_leaves_and_nothing_is_lost(
        self, world: World, transactional_db: None
    ) -> None:
        asked = world.authorise(world.ask())

        with pytest.raises(GateAwayError):
            releases.release_through_gate(asked=asked, by=world.cast.officer, at=timezone.now())

        assert not (world.folder / "outbox").joinpath(f"{asked.pk.hex}.age").exists()
        assert Handover.objects.get().package_digest == ""
        assert SealedField.objects.count() == 2

    def test_a_passkey_that_two_people_did_not_pin_releases_nothing(
        self, gate: PasskeyKeeper, world: World
    ) -> None:
        asked = world.authorise(world.ask())

        secret = releases.release_through_gate(
            asked=asked, by=world.cast.officer, at=timezone.now()
        )

        assert secret == ""
        assert "pinned" in Handover.objects.get().refused
        assert kinds()[-1] == "release-refused"
        assert SealedField.objects.count() == 2

    def test_a_forged_second_person_is_refused_by_the_gate(
        self, gate: PasskeyKeeper, world: World
    ) -> None:
        """Whoever took over the web process writes what it likes, and has no passkey."""
        gate.pin(world.pinned(), by=1)
        asked = world.ask()
        forged = Passkey(world.passkey.origin)
        Authorisation(
            request=asked,
            force=asked.force,
            incident=asked.incident,
            recipient=asked.recipient,
            asked_by=asked.asked_by,
            digest=asked.digest,
            assertion=forged.assertion(bytes(asked.digest)),
            authorised_at=timezone.now(),
            authorised_by=world.cast.supervisor,
        ).save(force_insert=True)

        secret = releases.release_through_gate(
            asked=now_of(asked), by=world.cast.officer, at=timezone.now()
        )

        assert secret == ""
        assert not list((world.folder / "outbox").iterdir())

    def test_a_field_that_was_exchanged_after_the_authorisation_is_refused(
        self, gate: PasskeyKeeper, world: World
    ) -> None:
        asked = _ready(gate, world)
        field = SealedField.objects.get(name="full_name")
        field.content = SealedField.objects.get(name="court_date").content
        field.save()

        assert not releases.release_through_gate(
            asked=asked, by=world.cast.officer, at=timezone.now()
        )
        assert "not the one" in Handover.objects.get().refused

    def test_a_missing_guard_stops_every_release(self, gate: PasskeyKeeper, world: World) -> None:
        asked = _ready(gate, world)
        trigger = "disclosures_release_refuses_delete"
        text = _sql_of(trigger)
        _raw(f"DROP TRIGGER {trigger}")
        try:
            with pytest.raises(PlainError, match="guards"):
                releases.release_through_gate(asked=asked, by=world.cast.officer, at=timezone.now())
        finally:
            _raw(text)
        assert not Release.objects.exists()

    def test_a_row_that_points_at_nothing_stops_every_release(
        self, gate: PasskeyKeeper, world: World
    ) -> None:
        asked = _ready(gate, world)
        trigger = "disclosures_ending_has_its_parents"
        text = _sql_of(trigger)
        _raw(f"DROP TRIGGER {trigger}")
        _raw("PRAGMA foreign_keys = OFF")
        _raw("INSERT INTO disclosures_ending VALUES ('none', 'lapsed', '', '2026-11-23', NULL)")
        _raw("PRAGMA foreign_keys = ON")
        _raw(text)

        with pytest.raises(PlainError, match="guards"):
            releases.release_through_gate(asked=asked, by=world.cast.officer, at=timezone.now())
        assert not Release.objects.exists()

    def test_not_enough_witnesses_means_not_yet(self, gate: PasskeyKeeper, world: World) -> None:
        asked = _ready(gate, world)
        made = _witness_key()
        (world.folder / "gate" / "witnesses").write_text(f"witness W {made}\nquorum W\n")

        assert not releases.release_through_gate(
            asked=asked, by=world.cast.officer, at=timezone.now()
        )
        assert "not enough witnesses" in Handover.objects.get().refused

    def test_a_gate_that_does_not_know_its_witnesses_releases_nothing(
        self, gate: PasskeyKeeper, world: World
    ) -> None:
        """What the web processes could write or remove is nothing to it."""
        asked = _ready(gate, world)
        (world.folder / "gate" / "witnesses").unlink()
        (world.folder / "witnesses").write_text("quorum none\n")

        assert not releases.release_through_gate(
            asked=asked, by=world.cast.officer, at=timezone.now()
        )
        assert Handover.objects.get().refused == "the gate does not know its witnesses"
        assert not list((world.folder / "outbox").iterdir())


def _witness_key() -> str:
    from breakwater.domain.audit_log.note import SignatureType
    from breakwater.domain.audit_log.signing import SigningKey

    return str(SigningKey("w.example", SignatureType.COSIGNATURE, bytes(32)).verifier_key)


def _ready(gate: PasskeyKeeper, world: World) -> Request:
    gate.pin(world.pinned(), by=1)
    return world.authorise(world.ask())


def _opened(package: bytes, world: World) -> dict[str, bytes]:
    plain = pyrage.decrypt(package, [world.receiver_identity])
    with zipfile.ZipFile(io.BytesIO(plain)) as inside:
        return {name: inside.read(name) for name in inside.namelist()}


def _dump() -> list[str]:
    connection.ensure_connection()
    return list(connection.connection.iterdump())


def _sql_of(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [name])
        return str(cursor.fetchone()[0])


def _raw(statement: str) -> None:
    connection.connection.set_authorizer(None)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.let_release(False)  # type: ignore[attr-defined]
