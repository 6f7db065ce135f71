"""The code: new answers, more words, taking it back, erasing; and nothing of the report itself."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.utils import timezone

from breakwater.apps.cases.changes import erase_case, keeping, working
from breakwater.apps.cases.models import Case, Hold, Piece
from breakwater.apps.organisations.interpreter import Interpreter
from breakwater.apps.organisations.models import Notice, Organisation
from breakwater.apps.referrals import in_case
from breakwater.apps.referrals.changes import answering, offering
from breakwater.apps.referrals.changes.offering import Agreed, Offer, Said
from breakwater.apps.referrals.consent_words import AsSaid
from breakwater.apps.referrals.models import Consent, Named, Referral
from breakwater.apps.reports.changes import conversation
from breakwater.apps.reports.models import Report, Shown
from breakwater.domain.cases.content import Part, words_content
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.seal import seal
from tests.apps.reports.conftest import WORDS, World, code_in, token_in

ANSWER = "We believe you. We can meet on Tuesday."


class Reporter:
    """Somebody who wrote, and kept her code."""

    def __init__(self, world: World, number: int = 1, **answers: Any) -> None:
        self.world = world
        page = world.page_before_sending(number, **answers)
        self.code = code_in(page)
        world.send(number, form=token_in(page), **answers)
        self.report = Report.objects.get()

    def opens(self, **more: object) -> HttpResponse:
        """Type the code."""
        return self.world.post("/answers/", **({"code": self.code, "safe_word": ""} | more))

    def reads(self, **more: object) -> str:
        """What the page says then."""
        return self.opens(**more).content.decode()


def answered(world: World, report: Report, text: str = ANSWER) -> Piece:
    """An answer as a member's browser seals it."""
    own = world.keys[report.case.organisation_id].signed.statement.recipient
    content = words_content([Part("", text)])
    return conversation.answer(
        case=report.case,
        sealed=seal(content, recipients=[own, report.recipient]),
        key_version=1,
        by=world.cast.caseworker,
        at=timezone.now(),
    )


def test_the_code_opens_the_answer_and_never_the_report(world: World) -> None:
    reporter = Reporter(world)
    assert "There is no new answer yet" in reporter.reads()

    answered(world, reporter.report)
    page = reporter.reads()

    assert ANSWER in page
    assert WORDS not in page
    assert Case.objects.get().answered_by == world.cast.caseworker


def test_digits_of_her_own_script_and_one_wrong_group_open_it_too(world: World) -> None:
    reporter = Reporter(world)
    first, *rest = reporter.code.split()
    wrong = f"{(int(first) + 1) % 100_000:05}"
    reporter.code = " ".join([wrong, *rest]).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    page = reporter.reads()

    assert f"{first} {rest[0]}" in page
    assert "There is no new answer yet" in page


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("12345", "There are digits missing"),
        ("1" * 40, "There are too many digits"),
        ("12345 " * 6 + "54321", "Check each group of five digits again"),
        ("00000 " * 7, "Nothing is kept under this code"),
    ],
)
def test_what_is_no_code_is_told_why(world: World, typed: str, told: str) -> None:
    answer = world.post("/answers/", code=typed)

    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_an_older_answer_asks_for_the_safe_word(world: World) -> None:
    reporter = Reporter(world, safe_word="Grey  Heron")
    answered(world, reporter.report)
    assert ANSWER in reporter.reads()
    assert ANSWER in reporter.reads()  # a page lost on its way can be asked for again

    Shown.objects.update(read_at=timezone.now() - timedelta(hours=2))

    assert ANSWER not in reporter.reads()
    wrong = reporter.reads(safe_word="heron")
    assert ANSWER not in wrong
    assert "not the safe word" in wrong
    assert ANSWER in reporter.reads(safe_word=" grey heron ")


def test_without_a_safe_word_older_answers_are_shown_to_nobody(world: World) -> None:
    reporter = Reporter(world)
    answered(world, reporter.report)
    reporter.reads()
    Shown.objects.update(read_at=timezone.now() - timedelta(hours=2))

    assert ANSWER not in reporter.reads(safe_word="anything")


def test_she_writes_more_and_whoever_looks_after_it_is_told(world: World) -> None:
    reporter = Reporter(world)
    page = reporter.reads(does="add", more="He came back today")

    assert "It was sent" in page
    assert "He came back today" not in page
    piece = Piece.objects.get(sort=Piece.Sort.FROM_PERSON)
    assert world.opened(piece).parts[0].text == "He came back today"
    assert Case.objects.get().has_news
    assert Notice.objects.filter(kind="case-has-news").exists()


def test_what_she_chose_to_keep_she_reads_again(world: World) -> None:
    reporter = Reporter(world)

    assert "He came back" in reporter.reads(does="add", more="He came back", keep="on")


def test_sent_again_whenever_what_she_adds_is_stored_once_and_other_words_too(
    world: World,
) -> None:
    reporter = Reporter(world)
    token = token_in(reporter.opens())

    for more in ("He came", "He came", "He came back", "He came"):
        assert "It was sent" in reporter.reads(does="add", more=more, form=token)

    added = Piece.objects.filter(sort=Piece.Sort.FROM_PERSON).order_by("added_at")
    assert [world.opened(one).parts[0].text for one in added] == ["He came", "He came back"]
    assert "It was sent" in reporter.reads(does="add", more="He came")
    assert added.all().count() == 3  # from another form they are other words


def test_a_fault_while_she_adds_gives_her_words_back_and_writes_nothing_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    reporter = Reporter(world)
    answered(world, reporter.report)

    def full(**_: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(conversation, "add_piece", full)
    monkeypatch.setattr(conversation, "mark_read", full)
    refused = reporter.opens(does="add", more="He came back")

    assert refused.status_code == 503
    assert "It was not sent" in refused.content.decode()
    assert "He came back" in refused.content.decode()


def test_wrong_safe_words_of_one_report_wait_and_a_right_one_is_not_counted(world: World) -> None:
    reporter = Reporter(world, safe_word="heron")
    answered(world, reporter.report)
    Shown.objects.update(read_at=timezone.now() - timedelta(hours=2))

    assert all(ANSWER in reporter.reads(safe_word="heron") for _ in range(12))
    wrong = [reporter.reads(safe_word=f"guess {number}") for number in range(11)]

    assert "not the safe word" in wrong[9]
    assert "not the safe word" not in wrong[10]
    assert re.search(r"Wait \d+ seconds", wrong[10])
    assert ANSWER not in reporter.reads(safe_word="heron")


def test_taken_back_it_is_closed_at_once_and_nothing_can_be_added_or_answered(
    world: World,
) -> None:
    reporter = Reporter(world)
    assert "You have taken it back" in reporter.reads(does="withdraw")

    case = Case.objects.get()
    assert (case.state, case.outcome) == (Case.State.CLOSED, Case.Outcome.WITHDRAWN)
    assert "nothing can be added" in reporter.reads(does="add", more="Wait")
    with pytest.raises(PlainError, match="withdrawn"):
        answered(world, Report.objects.get())


def test_erased_after_seven_days_unless_she_changes_her_mind(world: World) -> None:
    reporter = Reporter(world)
    assert "erased in seven days" in reporter.reads(does="erase")
    case = Case.objects.get()
    assert case.is_erasure_asked
    assert case.erase_on == timezone.localdate() + timedelta(days=7)

    assert "It goes on" in reporter.reads(does="keep")

    case = Case.objects.get()
    assert (case.state, case.is_erasure_asked, case.erase_on) == (Case.State.WAITING, False, None)
    answered(world, Report.objects.get())


@pytest.mark.parametrize("outcome", [Case.Outcome.ADVICE, Case.Outcome.WITHDRAWN])
def test_however_it_was_closed_they_are_told_and_going_on_calls_the_erasure_off(
    world: World, outcome: Case.Outcome
) -> None:
    reporter = Reporter(world)
    case = Case.objects.get()
    working.close(case=case, outcome=outcome, by=world.cast.caseworker, at=timezone.now())
    Notice.objects.all().delete()

    assert "They have been told" in reporter.reads(does="erase")
    assert Notice.objects.filter(kind="case-has-news").exists()
    case.refresh_from_db()
    assert case.has_news
    assert case.is_erasure_asked

    assert "It goes on" in reporter.reads(does="keep")
    case.refresh_from_db()
    assert (case.state, case.is_erasure_asked, case.erase_on) == (Case.State.WAITING, False, None)


def test_taken_back_it_goes_to_no_further_organisation_and_the_living_offer_is_shown(
    world: World,
) -> None:
    reporter = Reporter(world)
    case, cast, now = Case.objects.get(), world.cast, timezone.now()
    referral = _offered(world, case)

    reporter.reads(does="withdraw")
    case.refresh_from_db()
    (section,) = in_case.sections_for(cast.caseworker.membership, case)
    assert list(section.context["offered"]) == [referral]  # type: ignore[call-overload]
    answering.lapse(referral=referral, by=cast.caseworker, at=now)

    assert not Named.objects.filter(sealed__isnull=False).exists()
    assert Referral.objects.get() == referral


def test_erased_with_her_case_is_the_number_it_was_offered_under(world: World) -> None:
    Reporter(world)
    _offered(world, Case.objects.get(), reference="Amal, Tuesday")

    erase_case(case=Report.objects.get().case, because="asked", by=None, at=timezone.now())

    assert Consent.objects.get().reference == ""


def test_where_a_legal_hold_keeps_it_she_is_told(world: World) -> None:
    reporter = Reporter(world)
    reporter.reads(does="erase")
    hold = keeping.place_hold(
        case=Case.objects.get(),
        reason=Hold.Reason.PROCEEDINGS,
        review_on=timezone.localdate(),
        by=world.cast.support_admin,
        at=timezone.now(),
    )

    held = reporter.reads()
    keeping.lift_hold(hold=hold, by=world.cast.support_admin, at=timezone.now())

    assert "A legal duty keeps it for now" in held
    assert "Everything is erased on" not in held
    assert "Everything is erased on" in reporter.reads()


def _offered(world: World, case: Case, reference: str = "") -> Referral:
    cast = world.cast
    offer = Offer(
        agreed=Agreed(AsSaid("yes", "English"), True, Interpreter.NOT_NEEDED),
        said=[_said(world, cast.other_support), _said(world, cast.force)],
        reference=reference,
    )
    return offering.offer_case(
        sender=cast.support, offer=offer, by=cast.caseworker, at=timezone.now(), from_case=case
    )


def _said(world: World, where: Organisation) -> Said:
    recipient = world.keys[where.pk].signed.statement.recipient
    return Said(where, seal(b"{}", recipients=[recipient]), 1, sealed_in_browser=True)


def test_where_the_police_hold_it_the_conversation_closes_and_their_record_stays(
    world: World,
) -> None:
    reporter = Reporter(world, 2)
    page = reporter.reads(does="erase")

    assert "The police record stays" in page
    case = Case.objects.get()
    assert case.state == Case.State.WAITING
    assert case.pieces.exists()
    assert case.has_news
    assert reporter.opens().status_code == 422
    with pytest.raises(PlainError):
        answered(world, Report.objects.get())


def test_a_report_is_erased_with_its_case(world: World) -> None:
    Reporter(world)
    Case.objects.get().delete()

    assert not Report.objects.exists()


def test_wrong_codes_from_one_place_wait_and_a_right_one_is_let_in(world: World) -> None:
    reporter = Reporter(world)
    wrong = [world.post("/answers/", code="00000 " * 7) for _ in range(65)]

    assert {answer.status_code for answer in wrong} == {422, 429}
    assert wrong[-1].status_code == 429
    assert reporter.opens().status_code == 200


def test_a_named_colleague_neither_sees_the_case_nor_is_given_it(world: World) -> None:
    Reporter(world, 2, keep_away="Olive Oak")
    case, cast = Case.objects.get(), world.cast

    with pytest.raises(PlainError, match="named somebody"):
        working.take(case=case, by=cast.supervisor, at=timezone.now())
    with pytest.raises(PlainError, match="supervisor"):
        working.keep_named_away(case=case, members=[], by=cast.officer, at=timezone.now())
    assert (
        not Case.objects.seen_by(cast.supervisor.membership)
        .filter(asks_to_keep_away=False)
        .exists()
    )

    named = [cast.officer.membership]
    working.keep_named_away(case=case, members=named, by=cast.supervisor, at=timezone.now())

    working.take(case=case, by=cast.supervisor, at=timezone.now())
    assert not Case.objects.seen_by(cast.officer.membership).exists()
    assert Case.objects.seen_by(cast.supervisor.membership).exists()


def test_whoever_is_meant_cannot_say_that_nobody_is(world: World) -> None:
    Reporter(world, keep_away="Kit Kelp")
    kit = world.cast.caseworker

    with pytest.raises(PlainError, match="a colleague"):
        working.keep_named_away(
            case=Case.objects.get(), members=[kit.membership], by=kit, at=timezone.now()
        )
