"""Who looks after a case, who is told, and who may not come near it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from breakwater.apps.audit_log.models import Entry
from breakwater.apps.cases import access, changes
from breakwater.apps.cases.changes import keeping, working
from breakwater.apps.cases.models import Assignment, Case, Piece
from breakwater.apps.organisations.changes import roles
from breakwater.apps.organisations.models import Notice, OutgoingMessage, Person
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError
from tests.apps.cases.making import a_case, piece
from tests.people import Cast, signed_in

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def _told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("person__name", flat=True))


def _kinds() -> list[str]:
    return list(Entry.objects.order_by("log", "index").values_list("kind", flat=True))


def test_a_case_with_nothing_in_it_is_refused(cast: Cast) -> None:
    with pytest.raises(PlainError, match="nothing in it"):
        a_case(cast.support, pieces=[])

    assert not Case.objects.exists()


def test_a_new_case_waits_and_whoever_works_on_cases_is_told_once(
    cast: Cast, colleague: Person
) -> None:
    made = a_case(cast.support)
    a_case(cast.support)

    assert made.state == Case.State.WAITING
    assert made.keep_days == 90
    assert _told("case-waits") == {"Kit Kelp", "Lea Lake"}
    assert Notice.objects.filter(kind="case-waits").count() == 2
    assert _kinds() == ["log-started", "report-received", "report-received"]


def test_whoever_is_excluded_is_told_nothing_sees_nothing_and_is_given_nothing(
    cast: Cast, colleague: Person
) -> None:
    made = a_case(cast.support, excluded=[colleague.membership])
    address = f"/cases/{made.pk}/"

    assert _told("case-waits") == {"Kit Kelp"}
    assert signed_in(colleague).get(address).status_code == 404
    assert signed_in(colleague).post(f"{address}open/").status_code == 404
    assert made.reference not in signed_in(colleague).get("/cases/").content.decode()
    assert colleague.membership not in access.may_be_given(made, NOW)
    with pytest.raises(PlainError, match="does not want"):
        changes.assign(
            case=made, to=colleague.membership, instead_of=None, by=cast.caseworker, at=NOW
        )
    changes.add_piece(
        case=made, piece=piece(sort=Piece.Sort.FROM_PERSON), kind=None, by=None, at=NOW
    )
    assert _told("case-has-news") == {"Kit Kelp"}


def test_danger_is_told_at_once_to_those_on_call(cast: Cast, colleague: Person) -> None:
    colleague.email_notices = Person.Email.DAILY
    colleague.save()
    today = timezone.localdate()
    keeping.arrange_on_call(
        member=colleague.membership,
        from_on=today,
        until_on=today,
        by=cast.support_admin,
        at=NOW,
    )

    a_case(cast.support, is_in_danger=True)
    a_case(cast.support, is_in_danger=True)

    assert _told("case-in-danger") == {"Lea Lake"}
    # Ten thousand in a row are one e-mail in five minutes.
    assert OutgoingMessage.objects.filter(to=colleague.email).count() == 1


@pytest.mark.parametrize("asks_to_keep_away", [True, False])
def test_where_only_supervisors_may_look_yet_danger_is_told_to_them_too(
    cast: Cast, asks_to_keep_away: bool
) -> None:
    today = timezone.localdate()
    keeping.arrange_on_call(
        member=cast.officer.membership, from_on=today, until_on=today, by=cast.supervisor, at=NOW
    )

    a_case(cast.force, is_in_danger=True, asks_to_keep_away=asks_to_keep_away)

    supervisor = {cast.supervisor.name} if asks_to_keep_away else set()
    assert _told("case-in-danger") == {cast.officer.name} | supervisor


def test_danger_is_told_to_everyone_where_nobody_is_on_call(cast: Cast, colleague: Person) -> None:
    a_case(cast.support, is_in_danger=True)

    assert _told("case-in-danger") == {"Kit Kelp", "Lea Lake"}


def test_the_first_who_takes_a_case_has_it_and_the_second_is_told(
    cast: Cast, colleague: Person
) -> None:
    made = a_case(cast.support)

    changes.take(case=made, by=cast.caseworker, at=NOW)
    with pytest.raises(PlainError, match="Kit Kelp took this case already"):
        changes.take(case=made, by=colleague, at=NOW)
    changes.take(case=made, by=cast.caseworker, at=NOW)

    made.refresh_from_db()
    assert (made.state, made.assignee) == (Case.State.OPEN, cast.caseworker.membership)
    assert made.review_on == timezone.localdate(NOW) + timedelta(days=90)
    assert Assignment.objects.count() == 1


def test_a_case_is_given_only_in_place_of_whoever_had_it_when_the_page_was_opened(
    cast: Cast, colleague: Person
) -> None:
    made = a_case(cast.support)
    changes.take(case=made, by=cast.caseworker, at=NOW)

    with pytest.raises(PlainError, match="meanwhile this has changed: Kit Kelp"):
        changes.assign(case=made, to=colleague.membership, instead_of=None, by=colleague, at=NOW)
    changes.assign(
        case=made,
        to=colleague.membership,
        instead_of=cast.caseworker.membership,
        by=cast.caseworker,
        at=NOW,
    )

    assert _told("case-given") == {"Lea Lake"}
    ended = Assignment.objects.get(membership=cast.caseworker.membership)
    assert (ended.ended_at, ended.ended_by) == (NOW, cast.caseworker)


@pytest.mark.parametrize("name", ["support_admin", "other_caseworker", "officer"])
def test_a_case_is_given_only_to_those_who_work_on_its_organisations_cases(
    cast: Cast, name: str
) -> None:
    somebody: Person = getattr(cast, name)
    made = a_case(cast.support)

    with pytest.raises(PlainError, match="roles do not let them"):
        changes.assign(
            case=made, to=somebody.membership, instead_of=None, by=cast.caseworker, at=NOW
        )


def test_closing_ends_the_work_and_starts_the_clock(cast: Cast) -> None:
    made = a_case(cast.support)
    changes.take(case=made, by=cast.caseworker, at=NOW)

    changes.close(case=made, outcome=Case.Outcome.SUPPORTED, by=cast.caseworker, at=NOW)

    made.refresh_from_db()
    assert (made.state, made.assignee) == (Case.State.CLOSED, None)
    assert made.erase_on == timezone.localdate(NOW) + timedelta(days=90)
    assert _kinds()[-1] == Kind.REPORT_CLOSED.value
    with pytest.raises(PlainError, match="closed already"):
        changes.close(case=made, outcome=Case.Outcome.ADVICE, by=cast.caseworker, at=NOW)
    with pytest.raises(PlainError, match="open it again first"):
        changes.take(case=made, by=cast.caseworker, at=NOW)

    changes.reopen(case=made, by=cast.caseworker, at=NOW)

    made.refresh_from_db()
    assert (made.state, made.assignee) == (Case.State.OPEN, cast.caseworker.membership)
    assert made.erase_on is None
    assert made.outcome == ""


def test_a_case_with_news_is_read_before_it_is_closed(cast: Cast) -> None:
    made = a_case(cast.support)
    news = piece(sort=Piece.Sort.FROM_PERSON)
    last = changes.add_piece(case=made, piece=news, kind=None, by=None, at=timezone.now())

    with pytest.raises(PlainError, match="read it first"):
        changes.close(case=made, outcome=Case.Outcome.ADVICE, by=cast.caseworker, at=NOW)
    working.have_read(case=made, until=str(last.pk))
    changes.close(case=made, outcome=Case.Outcome.ADVICE, by=cast.caseworker, at=NOW)

    assert Case.objects.get().state == Case.State.CLOSED


def test_a_referral_is_closed_as_one(cast: Cast) -> None:
    made = a_case(cast.support, origin=Case.Origin.REFERRAL, kind=Kind.REFERRAL_OFFERED)

    changes.close(case=made, outcome=Case.Outcome.SUPPORTED, by=cast.caseworker, at=NOW)

    assert _kinds()[-1] == Kind.REFERRAL_CLOSED.value


def test_when_the_person_writes_a_closed_case_waits_again(cast: Cast) -> None:
    made = a_case(cast.support)
    changes.close(case=made, outcome=Case.Outcome.NO_CONTACT, by=cast.caseworker, at=NOW)

    changes.add_piece(
        case=made,
        piece=piece(sort=Piece.Sort.FROM_PERSON),
        kind=Kind.REPORT_ADDED_TO,
        by=None,
        at=NOW,
    )

    made.refresh_from_db()
    assert (made.state, made.erase_on, made.has_news) == (Case.State.WAITING, None, True)


def test_an_answer_or_an_attempt_to_reach_her_is_the_first_answer(cast: Cast) -> None:
    late = NOW - timedelta(hours=1)
    made = a_case(cast.support, answer_by=late)
    assert made.is_late_at(NOW)

    changes.add_piece(case=made, piece=piece(sort=Piece.Sort.NOTE), kind=None, by=None, at=NOW)
    assert Case.objects.late_at(NOW).exists()
    for sort in (Piece.Sort.CONTACT, Piece.Sort.TO_PERSON):
        changes.add_piece(case=made, piece=piece(sort=sort), kind=None, by=cast.caseworker, at=NOW)

    made.refresh_from_db()
    assert (made.answered_at, made.answered_by) == (NOW, cast.caseworker)
    assert not made.is_late_at(NOW)
    assert not Case.objects.late_at(NOW).exists()


def test_withdrawing_closes_at_once_and_may_ask_for_erasure(cast: Cast) -> None:
    made = a_case(cast.support)
    changes.take(case=made, by=cast.caseworker, at=NOW)
    day = timezone.localdate(NOW) + timedelta(days=7)

    changes.withdraw(case=made, erase_on=day, at=NOW)

    made.refresh_from_db()
    assert (made.state, made.outcome) == (Case.State.CLOSED, Case.Outcome.WITHDRAWN)
    assert (made.erase_on, made.is_erasure_asked, made.closed_by) == (day, True, None)
    assert _told("case-has-news") == {"Kit Kelp"}
    with pytest.raises(PlainError, match="stays closed"):
        changes.reopen(case=made, by=cast.caseworker, at=NOW)


def test_danger_said_later_calls_whoever_is_on_call_and_can_be_taken_back(cast: Cast) -> None:
    made = a_case(cast.support)

    working.set_danger(case=made, is_in_danger=True, by=cast.caseworker, at=NOW)
    working.set_danger(case=made, is_in_danger=True, by=cast.caseworker, at=NOW)

    assert _told("case-in-danger") == {"Kit Kelp"}
    assert _kinds().count("case-danger-changed") == 1
    signed_in(cast.caseworker).post(f"/cases/{made.pk}/danger/", {"is": "safer"})
    assert not Case.objects.get().is_in_danger


def test_a_colleague_is_kept_away_later_too_and_loses_the_case(
    cast: Cast, colleague: Person
) -> None:
    made = a_case(cast.support)
    changes.take(case=made, by=colleague, at=NOW)
    client = signed_in(cast.caseworker)

    client.post(f"/cases/{made.pk}/keep-away/", {"who": colleague.membership.pk})

    made.refresh_from_db()
    assert (made.state, made.assignee) == (Case.State.WAITING, None)
    assert signed_in(colleague).get(f"/cases/{made.pk}/").status_code == 404
    exclusion = made.exclusions.get()
    client.post(f"/cases/kept-away/{exclusion.pk}/end/")
    assert signed_in(colleague).get(f"/cases/{made.pk}/").status_code == 200
    assert _kinds()[-2:] == ["case-kept-from", "case-open-to-again"]


def test_in_a_force_only_a_supervisor_lets_a_colleague_near_again(cast: Cast) -> None:
    made = a_case(cast.force, excluded=[cast.editor.membership])
    exclusion = made.exclusions.get()

    with pytest.raises(PlainError, match="a supervisor says"):
        working.let_near(exclusion=exclusion, by=cast.officer)
    working.let_near(exclusion=exclusion, by=cast.supervisor)

    assert not made.exclusions.exists()


def test_nobody_keeps_themselves_or_strangers_away(cast: Cast) -> None:
    made = a_case(cast.support)

    for membership in (cast.caseworker.membership, cast.officer.membership):
        with pytest.raises(PlainError):
            working.keep_away(case=made, membership=membership, by=cast.caseworker, at=NOW)


def test_whoever_covers_sees_the_cases_of_whoever_is_away(cast: Cast, colleague: Person) -> None:
    made = a_case(cast.support)
    changes.take(case=made, by=cast.caseworker, at=NOW)
    today = timezone.localdate(NOW)
    roles.arrange_cover(
        membership=cast.caseworker.membership,
        cover=colleague.membership,
        from_on=today,
        until_on=today + timedelta(days=1),  # midnight may pass meanwhile
        by=cast.support_admin,
        at=NOW,
    )

    mine = signed_in(colleague).get("/cases/?show=mine").content.decode()

    assert made.reference in mine
    assert access.because(colleague.membership, made, NOW) == "nobodys-case"
    made.refresh_from_db()
    assert access.because(colleague.membership, made, NOW) == "covers-for-colleague"
    assert access.because(cast.caseworker.membership, made, NOW) == "own-case"


def test_whoever_works_there_can_be_said_to_be_meant_not_only_who_works_on_cases(
    cast: Cast,
) -> None:
    made = a_case(cast.support, asks_to_keep_away=True)
    address, admin = f"/cases/{made.pk}/keep-named-away/", cast.support_admin

    page = signed_in(cast.caseworker).get(address).content.decode()
    signed_in(cast.caseworker).post(address, {"members": [admin.membership.pk]})

    assert admin.name in page
    assert made.exclusions.get().membership == admin.membership
