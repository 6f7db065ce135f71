"""How long a case is kept: a row for each situation."""

from datetime import date, timedelta

import pytest

from breakwater.domain.cases import retention
from breakwater.domain.cases.retention import Rule, Verdict

TODAY = date(2026, 11, 28)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("is_force", "its_own", "expected"),
    [
        (False, None, Rule(90)),
        (False, Rule(30), Rule(30)),
        (True, None, None),
        (True, Rule(2555), Rule(2555)),
    ],
)
def test_a_support_organisation_has_a_default_and_a_force_has_none(
    is_force: bool, its_own: Rule | None, expected: Rule | None
) -> None:
    assert retention.rule_of(is_force=is_force, its_own=its_own) == expected


@pytest.mark.parametrize(
    ("promised", "rule", "expected"),
    [
        (None, None, None),
        (None, Rule(10), TODAY + timedelta(days=10)),
        (30, None, TODAY + timedelta(days=30)),
        # What she was promised counts before a rule that was set later, longer or shorter.
        (30, Rule(3650), TODAY + timedelta(days=30)),
        (30, Rule(1), TODAY + timedelta(days=30)),
        (0, Rule(90), TODAY),
    ],
)
def test_the_day_of_erasure(promised: int | None, rule: Rule | None, expected: date | None) -> None:
    assert retention.erase_on(TODAY, promised_days=promised, rule=rule) == expected


@pytest.mark.parametrize(
    ("day", "is_closed", "is_asked", "is_held", "expected"),
    [
        (YESTERDAY, True, False, False, Verdict.ERASE_TIME_OVER),
        (TODAY, True, False, False, Verdict.ERASE_TIME_OVER),
        (TOMORROW, True, False, False, Verdict.KEEP_NOT_YET),
        (None, True, False, False, Verdict.KEEP_NO_RULE),
        (TODAY, True, True, False, Verdict.ERASE_ASKED),
        (TODAY, False, True, False, Verdict.ERASE_ASKED),
        (TOMORROW, False, True, False, Verdict.KEEP_NOT_YET),
        (TODAY, False, False, False, Verdict.KEEP_NOT_CLOSED),
        (None, False, False, False, Verdict.KEEP_NOT_CLOSED),
        (YESTERDAY, True, False, True, Verdict.KEEP_HELD),
        (YESTERDAY, True, True, True, Verdict.KEEP_HELD),
        (YESTERDAY, False, True, True, Verdict.KEEP_HELD),
        (None, True, False, True, Verdict.KEEP_HELD),
    ],
)
def test_what_a_run_does_with_a_case(
    day: date | None, is_closed: bool, is_asked: bool, is_held: bool, expected: Verdict
) -> None:
    said = retention.verdict(
        TODAY, erase_on=day, is_closed=is_closed, is_asked=is_asked, is_held=is_held
    )

    assert said is expected
    assert said.erases == (expected in {Verdict.ERASE_ASKED, Verdict.ERASE_TIME_OVER})


def test_an_open_case_is_looked_at_again_after_the_rules_time() -> None:
    assert retention.review_on(TODAY, Rule(90, 30)) == TODAY + timedelta(days=30)
    assert retention.review_on(TODAY, None) == TODAY + timedelta(days=90)
