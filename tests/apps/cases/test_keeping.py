"""How long cases are kept, what holds them, and that erasing one is real."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from breakwater.apps.audit_log.access import accesses
from breakwater.apps.audit_log.models import Entry
from breakwater.apps.cases import changes
from breakwater.apps.cases.changes import keeping
from breakwater.apps.cases.models import Case, Hold, Piece, Tally
from breakwater.domain.cases.retention import Rule, Verdict
from breakwater.domain.plain_error import PlainError
from breakwater.site.command_line import main, run_verb
from tests.apps.cases.making import a_case
from tests.people import Cast, signed_in

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LATER = NOW + timedelta(days=91)


def _closed(cast: Cast) -> Case:
    made = a_case(cast.support)
    changes.close(case=made, outcome=Case.Outcome.ADVICE, by=cast.caseworker, at=NOW)
    return made


def _hold(cast: Cast, case: Case) -> Hold:
    return keeping.place_hold(
        case=case,
        reason=Hold.Reason.PROCEEDINGS,
        review_on=timezone.localdate(LATER),
        by=cast.support_admin,
        at=NOW,
    )


def test_a_run_without_commit_says_what_it_would_do_and_does_nothing(cast: Cast) -> None:
    made = _closed(cast)
    entries = Entry.objects.count()

    assert list(keeping.run_retention(at=NOW, commits=True)) == []
    (found,) = keeping.run_retention(at=LATER, commits=False)

    assert (found.case, found.verdict) == (made, Verdict.ERASE_TIME_OVER)
    assert Piece.objects.exists()
    assert Entry.objects.count() == entries


def test_a_run_with_commit_erases_and_enters_it(cast: Cast) -> None:
    _closed(cast)
    kept = a_case(cast.support)

    list(keeping.run_retention(at=LATER, commits=True))

    assert Case.objects.get() == kept
    assert Piece.objects.get().case == kept
    kinds = list(Entry.objects.order_by("index").values_list("kind", flat=True))
    assert kinds[-2:] == ["report-erased", "retention-run"]
    erased = accesses(act="erasure").get()
    assert (erased.by, erased.because) == ("retention", "retention")
    assert list(keeping.run_retention(at=LATER, commits=True)) == []


def test_a_hold_keeps_a_case_whatever_its_time_until_it_is_lifted(cast: Cast) -> None:
    made = _closed(cast)
    hold = _hold(cast, made)

    (found,) = keeping.run_retention(at=LATER, commits=True)

    assert found.verdict is Verdict.KEEP_HELD
    assert found.held_because == ("Court proceedings, begun or expected",)
    with pytest.raises(PlainError, match="legal hold"):
        changes.erase_case(case=made, because="asked", by=None, at=LATER)
    with pytest.raises(PlainError, match="holds the case already"):
        _hold(cast, made)

    keeping.lift_hold(hold=hold, by=cast.support_admin, at=NOW)
    with pytest.raises(PlainError, match="lifted already"):
        keeping.lift_hold(hold=hold, by=cast.support_admin, at=NOW)
    (found,) = keeping.run_retention(at=LATER, commits=True)
    assert found.verdict is Verdict.ERASE_TIME_OVER
    assert not Case.objects.exists()


def test_what_the_person_asked_for_is_erased_though_nobody_closed_it(cast: Cast) -> None:
    made = a_case(cast.support)
    changes.ask_to_erase(case=made, on=timezone.localdate(NOW))

    (found,) = keeping.run_retention(at=NOW, commits=True)

    assert found.verdict is Verdict.ERASE_ASKED
    assert accesses(act="erasure").get().because == "asked"
    assert not Case.objects.exists()


def test_nothing_of_a_force_is_erased_before_it_says_how_long(cast: Cast) -> None:
    made = a_case(cast.force)
    changes.close(case=made, outcome=Case.Outcome.POLICE_CLOSED, by=cast.officer, at=NOW)
    assert list(keeping.run_retention(at=NOW + timedelta(days=9999), commits=True)) == []

    keeping.set_rule(organisation=cast.force, rule=Rule(10), by=cast.protection_officer, at=NOW)

    # A day more, because in autumn ten times 24 hours end late on the ninth.
    (found,) = keeping.run_retention(at=NOW + timedelta(days=11), commits=True)
    assert found.verdict is Verdict.ERASE_TIME_OVER


def test_a_new_rule_leaves_what_was_promised(cast: Cast) -> None:
    promised = a_case(cast.support)
    keeping.set_rule(organisation=cast.support, rule=Rule(3650), by=cast.support_admin, at=NOW)
    later = a_case(cast.support)
    by_route = a_case(cast.support, keep_days=30)

    days = {}
    for case in (promised, later, by_route):
        changes.close(case=case, outcome=Case.Outcome.ADVICE, by=cast.caseworker, at=NOW)
        case.refresh_from_db()
        assert case.erase_on is not None
        days[case] = (case.erase_on - timezone.localdate(NOW)).days

    assert days == {promised: 90, later: 3650, by_route: 30}


def test_erasing_changes_no_count_of_a_month(cast: Cast) -> None:
    _closed(cast)
    before = list(Tally.objects.order_by("row").values_list("row", "count"))

    list(keeping.run_retention(at=LATER, commits=True))

    assert before == [("closed.advice", 1), ("opened.report", 1)]
    assert list(Tally.objects.order_by("row").values_list("row", "count")) == before


def test_a_case_is_held_by_its_reference_on_a_page_that_shows_nothing_of_it(cast: Cast) -> None:
    made, theirs = a_case(cast.support), a_case(cast.other_support)
    admin = signed_in(cast.support_admin)
    sent = {"reason": "inquiry", "review_on": "2027-01-01"}

    refused = admin.post("/cases/holds/", sent | {"reference": theirs.reference})
    assert "no case with that reference" in refused.content.decode()
    admin.post("/cases/holds/", sent | {"reference": made.reference.lower()})

    assert Hold.objects.get().case == made
    assert admin.get(f"/cases/{made.pk}/").status_code == 403


def test_the_command_line_says_what_it_would_do(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    made = _closed(cast)
    Case.objects.update(erase_on=timezone.localdate(NOW))

    assert main.main(["retention", "run"]) == 0

    said = capsys.readouterr().out
    assert f"would erase  {made.reference}" in said
    assert "its time after closing is over" in said
    assert "Nothing was changed" in said
    assert Case.objects.exists()


def test_the_running_product_erases_again_and_again_and_a_failure_does_not_end_it(
    cast: Cast, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _closed(cast)
    Case.objects.update(erase_on=timezone.localdate(NOW))
    (command,) = [one.command for one in run_verb._clocks() if "retention" in one.command]
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", wait)
    # A test is one transaction on one connection, which must outlive the rounds.
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)
    main.main(command[command.index("retention") :])

    assert not Case.objects.exists()
    assert waits == [3600, 3600]
    said = capsys.readouterr()
    # A test is one transaction, in which nothing can leave the disk; so each round tries again.
    # Its kind alone is said: what a database says of a failure can hold somebody's words.
    assert (said.out, said.err) == ("", "breakwater: TransactionManagementError\n" * 2)


def test_the_running_product_does_everything_the_guide_gives_to_a_timer() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "guides" / "running.md").read_text("utf-8")
    verbs = set(re.findall(r"^\| `breakwater ([a-z-]+)", guide, re.MULTILINE))
    parts = [one.command for one in run_verb._clocks()]

    assert verbs == {"log", "send-messages", "referrals", "lapse", "retention"}
    # The logs have a part of their own.
    assert {command[len(run_verb._OURSELVES)] for command in parts} == verbs - {"log"}
    assert all("--every" in command for command in parts)
