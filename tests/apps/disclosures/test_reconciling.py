"""`breakwater reconcile`, over a release that really went through the gate."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.utils import timezone

from breakwater.apps.disclosures.changes import releases
from breakwater.apps.disclosures.models import Handover
from breakwater.domain.plain_error import PlainError
from breakwater.gate.passkeys import PasskeyKeeper
from breakwater.site.command_line import reconcile_verb
from breakwater.site.command_line.main import parser_for
from tests.apps.disclosures.conftest import World

Printed = pytest.CaptureFixture[str]
MIDNIGHT = datetime(2027, 1, 1, tzinfo=UTC)


def reconcile(world: World, *more: str, month: str = "") -> int:
    month = month or timezone.localdate().strftime("%Y-%m")
    arguments = [world.cast.force.slug, month, *more]
    return reconcile_verb.run(parser_for("reconcile").parse_args(arguments))


def test_what_left_agrees_with_log_gate_and_receiver_until_one_of_them_differs(
    gate: PasskeyKeeper, world: World, capsys: Printed
) -> None:
    gate.pin(world.pinned(), by=1)
    asked = world.authorise(world.ask())
    releases.release_through_gate(asked=asked, by=world.cast.officer, at=timezone.now())
    handover = Handover.objects.get()
    theirs = world.folder / "received"
    theirs.write_text(f"{handover.package_digest}  release.age\n", "utf-8")

    assert reconcile(world, "--received", str(theirs)) == 0
    assert "1 released" in capsys.readouterr().out

    theirs.write_text(f"{sha256(b'by telephone').hexdigest()}\n", "utf-8")
    (world.folder / "outbox" / f"{'0' * 32}.age").write_bytes(b"nobody released this")
    assert reconcile(world, "--received", str(theirs)) == 1
    said = capsys.readouterr().out
    assert "which never left here" in said
    assert "was never released" in said
    assert f"they do not hold {handover.package_digest}" in said


@pytest.mark.parametrize("ends", [MIDNIGHT, MIDNIGHT - timedelta(seconds=1)])
def test_a_release_that_is_entered_after_midnight_is_of_the_month_in_which_it_began(
    world: World, capsys: Printed, monkeypatch: pytest.MonkeyPatch, ends: datetime
) -> None:
    began = MIDNIGHT - timedelta(seconds=2)
    monkeypatch.setattr(timezone, "now", lambda: began)
    asked = world.authorise(world.ask())
    monkeypatch.setattr(timezone, "now", lambda: ends)
    releases.release(asked=asked, by=world.cast.officer, at=began)

    assert [reconcile(world, month=month) for month in ("2026-12", "2027-01", "2027-02")] == [0] * 3
    said = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in said] == ["1", "0", "0"]


def test_a_list_or_a_month_that_cannot_be_read_is_no_agreement(world: World) -> None:
    theirs = world.folder / "received"
    theirs.write_text("release.age\n", "utf-8")

    with pytest.raises(PlainError, match="no SHA-256"):
        reconcile(world, "--received", str(theirs))
    with pytest.raises(PlainError, match="as 2026-11"):
        reconcile_verb.run(parser_for("reconcile").parse_args([world.cast.force.slug, "November"]))
