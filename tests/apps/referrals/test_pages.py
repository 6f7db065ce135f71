"""The pages: what a form accepts, what each side sees, and what nobody sees."""

import json
import uuid
from base64 import b64encode
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from breakwater.apps.directory.changes import entries
from breakwater.apps.directory.models import Service
from breakwater.apps.disclosures.models import Decision, Link
from breakwater.apps.organisations.models import KeyTest
from breakwater.apps.referrals import waiting, words
from breakwater.apps.referrals.changes import answering
from breakwater.apps.referrals.changes.clock import ALARM_AFTER
from breakwater.apps.referrals.consent_words import in_language
from breakwater.apps.referrals.models import Named, Referral, UnmetNeed
from breakwater.domain.open_referral.entry import blank
from breakwater.sealing.opener import open_sealed
from breakwater.sealing.seal import seal
from tests.apps.cases.making import IDENTITY
from tests.apps.referrals.conftest import ANSWERS, World
from tests.apps.referrals.steps import close_the_case
from tests.people import signed_in

FROM_ANSWER = "/referrals/from-answer/?" + "&".join(f"{k}={v}" for k, v in ANSWERS.items())
RECIPIENT = str(IDENTITY.to_public())
SCRIPT = {"Accept": "application/json"}


def filled(world: World, **changed: str) -> dict[str, str]:
    """What an officer fills in."""
    return {
        "incident": "SM/2026/0777",
        "first": str(world.cast.support.pk),
        "call_her": "Fern",
        "reach": "07700 900123",
        "was_alone": "yes",
        "interpreter": "not_needed",
        "language": "en-gb",
        "version": version_in(world, "en-gb"),
        "agreed": "on",
        "once": str(uuid.uuid4()),
    } | changed


def version_in(world: World, code: str) -> str:
    """That of the words which the page shows the officer in one language."""
    return in_language(words.words_for(world.cast.force), code).version


def opened(world: World, referral: Referral) -> str:
    """What the receiver reads."""
    assert referral.case is not None
    key = world.keys[referral.receiver_id]
    (piece,) = referral.case.pieces.all()
    return open_sealed(bytes(piece.sealed), identity=key.identity).decode()


def test_without_javascript_one_post_records_links_and_offers(world: World) -> None:
    client = signed_in(world.cast.officer)

    answer = client.post(FROM_ANSWER, filled(world), follow=True)

    made = Referral.objects.get()
    assert json.loads(opened(world, made))["parts"] == [
        {"label": "What to call the person", "text": "Fern"},
        {"label": "How to reach the person safely", "text": "07700 900123"},
    ]
    assert Link.objects.get().decision == Decision.objects.get() == made.consent.decision
    assert "Our server held it for a moment, in memory" in answer.content.decode()
    assert "Waits for an answer" in answer.content.decode()
    assert not Named.objects.get().sealed_in_browser


def test_a_button_pressed_twice_offers_once(world: World) -> None:
    client, sent = signed_in(world.cast.officer), filled(world)

    led_to = [client.post(FROM_ANSWER, sent)["Location"] for _ in range(2)]

    made = Referral.objects.get()
    assert led_to == [reverse("referrals:referral", args=[made.pk])] * 2
    assert Decision.objects.count() == 1


def test_from_the_decision_it_is_seen_whether_they_accepted(world: World) -> None:
    client = signed_in(world.cast.officer)
    client.post(FROM_ANSWER, filled(world))
    made = Referral.objects.get()

    page = client.get(f"/decisions/{made.consent.decision_id}/").content.decode()
    led_to = client.get(f"/referrals/of-decision/{made.consent.decision_id}/")["Location"]

    assert "See whether they accepted" in page
    assert led_to == f"/referrals/{made.pk}/"


def test_what_the_browser_sealed_is_stored_as_it_came(world: World) -> None:
    support = world.cast.support
    recipient = world.keys[support.pk].signed.statement.recipient
    sealed = {str(support.pk): b64encode(seal(b"x\ny\n", recipients=[recipient])).decode()}
    sent = filled(world, sealed=json.dumps(sealed), sealed_to=recipient)
    del sent["call_her"], sent["reach"]

    answer = signed_in(world.cast.officer).post(FROM_ANSWER, sent, headers=SCRIPT)

    made = Referral.objects.get()
    assert answer.json() == {"next": reverse("referrals:referral", args=[made.pk])}
    assert opened(world, made) == "x\ny\n"
    assert Named.objects.get().sealed_in_browser


@pytest.mark.parametrize("to", ["", "age1theirkeybefore"])
def test_what_was_sealed_to_a_key_that_has_changed_is_refused(world: World, to: str) -> None:
    support = world.cast.support
    sealed = {str(support.pk): b64encode(seal(b"x\n", recipients=[RECIPIENT])).decode()}
    sent = filled(world, sealed=json.dumps(sealed), sealed_to=to)

    answer = signed_in(world.cast.officer).post(FROM_ANSWER, sent, headers=SCRIPT)

    assert answer.status_code == 400
    assert "Open the page again" in answer.json()["says"]
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"agreed": ""}, "Without their agreement nothing is passed on."),
        ({"incident": "Fern Field"}, "no names"),
        ({"reach": ""}, "This field is required."),
        ({"first": "999"}, "valid choice"),
        ({"sealed": "nonsense"}, "arrived damaged"),
        ({"sealed": "[]"}, "arrived damaged"),
        ({"sealed": json.dumps({"1": b64encode(b"in clear").decode()})}, "arrived damaged"),
        (
            {"sealed": json.dumps({"0": b64encode(b"age-encryption.org/v1\n").decode()})},
            "for somebody else",
        ),
    ],
    ids=lambda one: next(iter(one)) if isinstance(one, dict) else "",
)
def test_what_is_missing_or_damaged_is_said_and_nothing_is_stored(
    world: World, changed: dict[str, str], says: str
) -> None:
    sent = filled(world, **changed)
    answer = signed_in(world.cast.officer).post(FROM_ANSWER, sent)
    told = signed_in(world.cast.officer).post(FROM_ANSWER, sent, headers=SCRIPT)

    assert says in answer.content.decode()
    assert (told.status_code, says in told.json()["says"]) == (400, True)
    assert not Referral.objects.exists()
    assert not Decision.objects.exists()


def test_she_names_a_service_where_the_directory_lists_any(world: World) -> None:
    service = _listed(world, "Safe nights")
    _listed(world, "Hidden", is_public=False)
    client = signed_in(world.cast.officer)
    page = client.get(FROM_ANSWER).content.decode()

    client.post(FROM_ANSWER, filled(world, first=service.pk.hex))

    made = Referral.objects.get()
    assert "Safe nights, Southfell" in page
    assert "Hidden" not in page
    assert (made.receiver, made.named.service) == (world.cast.support, service)
    assert "Safe nights, Southfell" in client.get(f"/referrals/{made.pk}/").content.decode()


def test_a_service_is_called_where_nobody_could_read(world: World) -> None:
    _listed(world, "Safe nights", phones=[{"id": "1", "number": "0808 157 0199"}])
    KeyTest.objects.filter(member_key__membership__person=world.colleague).delete()

    page = signed_in(world.cast.officer).get(FROM_ANSWER).content.decode()

    assert 'href="tel:08081570199"' in page
    assert "Harbour Lights" in page


def _listed(
    world: World, name: str, *, is_public: bool = True, phones: list[object] | None = None
) -> Service:
    """A service of Southfell's, written by one of its people and looked at by another."""
    cast, now = world.cast, timezone.now()
    content = blank(uuid.uuid4()) | {"name": name, "phones": phones or []}
    version = entries.begin(organisation=cast.support, content=content, by=cast.caseworker, at=now)
    if is_public:
        entries.publish(version=version, by=cast.support_admin, at=now)
    return Service.objects.get(pk=version.service_id)


def test_nobody_is_named_twice(world: World) -> None:
    sent = filled(world, second=str(world.cast.support.pk))

    answer = signed_in(world.cast.officer).post(FROM_ANSWER, sent)

    assert "Choose each organisation once." in answer.content.decode()


def test_who_cannot_read_is_for_the_telephone(world: World) -> None:
    KeyTest.objects.all().delete()

    page = signed_in(world.cast.officer).get(FROM_ANSWER).content.decode()

    assert "Nobody can be written to safely today. Call instead." in page
    assert "tel:08082000247" in page
    assert "<textarea" not in page


def test_the_words_said_aloud_name_what_can_be_passed_on_to_protect(world: World) -> None:
    page = signed_in(world.cast.officer).get(FROM_ANSWER).content.decode()

    assert "If a child is in danger" in page
    assert "Immigration Enforcement is not one of the people whose work is to protect" in page


def test_the_sender_sees_that_it_was_accepted_and_never_what_became_of_it(world: World) -> None:
    made = world.offer()
    answering.accept(referral=made, by=world.cast.caseworker, at=timezone.now())
    client, address = signed_in(world.cast.officer), f"/referrals/{made.pk}/"
    accepted = client.get(address).content.decode()

    close_the_case(made, world.cast.caseworker)
    answering.close(referral=made, at=timezone.now())

    closed = client.get(address).content.decode()
    assert "Accepted" in accepted
    assert made.case is not None
    assert made.case.reference not in accepted
    assert world.cast.caseworker.name not in accepted
    assert _main(closed) == _main(accepted)


def _main(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("reason", UnmetNeed.Reason.values)
def test_the_sender_sees_that_it_was_declined_and_never_why(world: World, reason: str) -> None:
    made = world.offer()
    client = signed_in(world.cast.caseworker)
    client.post(f"/cases/{made.case_id}/referral/decline/", {"reason": reason})

    page = signed_in(world.cast.officer).get(f"/referrals/{made.pk}/").content.decode()

    assert "Declined" in _main(page)
    assert UnmetNeed.Reason(reason).label not in page


def test_a_colleague_who_comes_second_reads_who_was_first(world: World) -> None:
    made = world.offer()
    address = f"/cases/{made.case_id}/referral/accept/"
    signed_in(world.colleague).post(address)

    answer = signed_in(world.cast.caseworker).post(address, follow=True)

    assert "Lin Lark was quicker: this referral is accepted already." in answer.content.decode()


def test_a_question_is_answered_without_javascript_too(world: World) -> None:
    made = world.offer()
    ask = f"/cases/{made.case_id}/referral/ask/"
    signed_in(world.cast.caseworker).post(ask, {"question": "when"})
    client = signed_in(world.cast.officer)
    shown = client.get(f"/referrals/{made.pk}/").content.decode()

    client.post(f"/referrals/{made.pk}/answer/", {"answer": "After noon"})

    made.refresh_from_db()
    assert "When is it safe to call?" in shown
    assert made.state == "answered"
    assert made.case is not None
    key = world.keys[world.cast.support.pk]
    said = [open_sealed(bytes(one.sealed), identity=key.identity) for one in made.case.pieces.all()]
    assert b'{"parts":[{"label":"Answer","text":"After noon"}],"language":""}\n' in said


def test_the_home_page_shows_what_waits_for_each_side(world: World) -> None:
    made = world.offer(at=timezone.now() - ALARM_AFTER - timedelta(minutes=1))
    cast = world.cast

    def waits(someone: object) -> list[tuple[str, bool]]:
        place = someone.membership  # type: ignore[attr-defined]
        return [(one.sentence, one.is_late) for one in waiting.waiting_for(place)]

    assert waits(cast.caseworker) == [
        ("A referral from Saltmarsh Constabulary waits for an answer", True)
    ]
    assert waits(cast.officer) == [
        ("Southfell Women's Support has not answered your referral", True)
    ]
    assert waits(cast.other_caseworker) == []
    answering.ask(
        referral=made, question=Referral.Question.WHEN, by=cast.caseworker, at=timezone.now()
    )
    assert waits(cast.officer) == [("Southfell Women's Support asks about your referral", False)]


def test_unmet_need_shows_closed_months_and_no_small_number(world: World) -> None:
    cast = world.cast
    last = (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)
    for organisation, month, reason, count in [
        (cast.support, last, "capacity", 7),
        (cast.support, last, "area", 2),
        (cast.other_support, last, "area", 4),
        (cast.support, timezone.localdate().replace(day=1), "capacity", 12345),
    ]:
        UnmetNeed.objects.create(organisation=organisation, month=month, reason=reason, count=count)

    own = _rows(world.cast.caseworker, last)
    all_ = _rows(world.cast.body_admin, last)

    assert own["We have no room now"] == "7"
    assert own["The place is outside our area"] == "fewer than 5"
    assert own["All of them"] == "not shown, to protect people"
    assert all_["The place is outside our area"] == "6"


def _rows(someone: object, month: date) -> dict[str, str]:
    answer = signed_in(someone).get("/referrals/unmet-need/")  # type: ignore[arg-type]
    assert "12345" not in answer.content.decode()
    (found,) = answer.context["months"]
    assert found.first_day == month
    return dict(found.rows)
