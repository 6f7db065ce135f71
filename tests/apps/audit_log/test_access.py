"""The private access log: who did what with which record, and nothing of what it said."""

import datetime

import pytest

from breakwater.apps.audit_log.access import Act, accesses, record_access
from breakwater.domain.plain_error import PlainError

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 3, 9, 12, tzinfo=datetime.UTC)


def consult(**changed: object) -> None:
    line: dict[str, object] = {
        "act": Act.CONSULTATION,
        "by": "person-7",
        "record_kind": "report",
        "record_id": "r-1",
        "because": "own-case",
        "organisation": "havenlight",
        "at": NOON,
    }
    record_access(**(line | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize("act", Act)
def test_each_of_the_six_acts_is_kept_with_who_when_which_and_why(act: Act) -> None:
    consult(act=act, recipient="northmoor")

    line = accesses().get()
    assert (line.act, line.by, line.at) == (act.value, "person-7", NOON)
    assert (line.record_kind, line.record_id, line.because) == ("report", "r-1", "own-case")
    assert line.recipient == "northmoor"


@pytest.mark.parametrize(
    "changed",
    [
        {"because": "She said that he came back"},
        {"because": ""},
        {"record_kind": "report about Ana"},
        {"act": Act.DISCLOSURE, "recipient": ""},
    ],
)
def test_sentences_have_no_way_in_and_a_disclosure_names_its_recipient(
    changed: dict[str, object],
) -> None:
    with pytest.raises(PlainError):
        consult(**changed)


def test_a_data_protection_officer_sees_the_lines_of_one_organisation_latest_first() -> None:
    consult(record_id="r-1")
    consult(record_id="r-2", organisation="northmoor")
    consult(record_id="r-3")

    assert [line.record_id for line in accesses(organisation="havenlight")] == ["r-3", "r-1"]
    assert accesses().count() == 3


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"act": "consultation"}, ["r-1"]),
        ({"by": "person-8"}, ["r-2"]),
        ({"record": "r-2"}, ["r-2"]),
        ({"on_or_after": datetime.date(2026, 3, 10)}, ["r-2"]),
        ({"on_or_before": datetime.date(2026, 3, 9)}, ["r-1"]),
    ],
)
def test_lines_are_found_by_act_person_record_and_day(
    asked: dict[str, str], found: list[str]
) -> None:
    consult(record_id="r-1")
    consult(
        record_id="r-2",
        act=Act.ALTERATION,
        by="person-8",
        at=NOON + datetime.timedelta(days=3),
    )

    assert [line.record_id for line in accesses(**asked)] == found  # type: ignore[arg-type]
