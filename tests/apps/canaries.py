"""Canaries: words nobody else would write, in every field of every app that a person fills in.

Those in ``SEALED`` are opened by a key alone, so that no page, export, line or row may hold them.
Of the others each says who may read it.
"""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone
from pytest_django import Settings

from breakwater.apps.briefings import changes as briefings
from breakwater.apps.cases import changes as cases
from breakwater.apps.cases.changes import SealedPiece
from breakwater.apps.cases.models import Case, Piece
from breakwater.apps.directory.changes import entries, feeds
from breakwater.apps.disclosures.changes import accounts, decisions
from breakwater.apps.disclosures.changes.accounts import Event
from breakwater.apps.disclosures.changes.decisions import Offer
from breakwater.apps.disclosures.models import Link
from breakwater.apps.organisations.changes import agreements, organisations
from breakwater.apps.organisations.changes.agreements import Terms
from breakwater.apps.organisations.interpreter import Interpreter
from breakwater.apps.organisations.models import Membership, Organisation, Person
from breakwater.apps.organisations.roles import Kind, Role
from breakwater.apps.outreach.changes import Said as Word
from breakwater.apps.protection.models import Sharing
from breakwater.apps.receiving import words as on_behalf_words
from breakwater.apps.receiving.changes import numbering
from breakwater.apps.receiving.models import OnBehalf, PoliceNumber
from breakwater.apps.referrals import words as consent_words
from breakwater.apps.referrals.changes import offering
from breakwater.apps.referrals.changes.offering import Agreed, Said
from breakwater.apps.referrals.changes.offering import Offer as Referred
from breakwater.apps.referrals.consent_words import in_language
from breakwater.apps.referrals.models import Referral
from breakwater.apps.reports.models import Report
from breakwater.domain.cases.content import Part, words_content
from breakwater.domain.disclosures.fields import Field
from breakwater.domain.open_referral.extras import Extras
from breakwater.sealing.seal import seal
from tests.apps.directory.feeds import a_place, a_service, begun, published
from tests.apps.disclosures.conftest import ANSWERS
from tests.apps.outreach.making import drafted
from tests.apps.protection.conftest import asked
from tests.apps.reports.conftest import World, code_in, token_in
from tests.apps.reports.test_coming_back import answered
from tests.people import signed_in

REPORTED = ("words", "when", "where", "reach", "times", "who_sees", "interpreter", "keep_away")
SAFE_WORD = "SafeWordCanary"
MORE, ANSWER = "WrittenAfterwardsCanary", "AnswerToHerCanary"
ENTERED = ("said", "when_where", "call_her", "reach", "speaks")
PASSED = ("called", "said", "when_where", "wants", "safe")
IN_CASES = (Piece.Sort.NOTE, Piece.Sort.CONTACT, Piece.Sort.SAFETY_PLAN, Piece.Sort.RISK_ASSESSMENT)
REFERRED = "ReferredCanary"
# A confidential service says where it is to nobody, not even to the database.
WHERE = "ConfidentialStreetCanary"
SHOWN, POSTCODE = "Shown to everyone", "SX7 7ZZ"


def canary(where: str, name: str) -> str:
    """The one of this field."""
    return f"{where}{name.title().replace('_', '').replace('-', '')}Canary"


SEALED = [
    *(canary("Report", name) for name in REPORTED),
    SAFE_WORD,
    MORE,
    ANSWER,
    *(canary("Entered", name) for name in ENTERED),
    *(canary("Passed", name) for name in PASSED),
    *(canary("Case", sort.value) for sort in IN_CASES),
    REFERRED,
    WHERE,
]


@dataclass
class Filled:
    """Every app with canaries in it, and where they are."""

    world: World
    code: str = ""
    # Which canary stands in the open, and who may read it.
    readers: dict[str, set[Person]] = field(default_factory=dict)
    # What stands in an address, by the address's name or the beginning of it.
    rows: dict[str, tuple[object, ...]] = field(default_factory=dict)

    @property
    def nowhere(self) -> list[str]:
        """What no page may hold: what is sealed, and the code in both its shapes."""
        return [*SEALED, self.code, self.code.replace(" ", ""), POSTCODE]

    def may_read(self, people: Iterable[Person], *canaries: str) -> None:
        """These people, and whoever takes away everything of their organisations."""
        for one in canaries:
            self.readers[one] = set(people)


def fill(world: World, settings: Settings) -> Filled:
    """As people do it: on pages where what they write goes through the server, else by verbs."""
    made = Filled(world)
    settings.ROOT_URLCONF, settings.SITE = "breakwater.site.public_addresses", "public"
    _report(made)
    _feedback(made)
    settings.ROOT_URLCONF, settings.SITE = settings.STAFF_URLCONF, "staff"
    _enter(made)
    _work(made)
    _pass_on(made)
    _refer(made)
    _protect(made)
    _disclose(made)
    _say_publicly(made)
    _list_services(made)
    _agree(made)
    return made


def _report(made: Filled) -> None:
    answers = {name: canary("Report", name) for name in REPORTED} | {"safe_word": SAFE_WORD}
    page = made.world.page_before_sending(1, call_me="telephone", **answers)
    made.code = code_in(page)
    made.world.send(1, form=token_in(page), call_me="telephone", **answers)
    report = Report.objects.get()
    answered(made.world, report, ANSWER)
    with_code = {"code": made.code, "safe_word": SAFE_WORD}
    read = made.world.post("/answers/", **with_code)
    # She alone reads it: with the code, in the page that answers her.
    assert ANSWER in read.content.decode()
    made.world.post("/answers/", **with_code, does="add", more=MORE, keep="on")
    assert report.case.pieces.filter(sort=Piece.Sort.FROM_PERSON).exists()
    made.rows["reports:"] = made.rows["cases:"] = (report.case.pk,)


def _feedback(made: Filled) -> None:
    told = "FeedbackCanary"
    made.world.post("/feedback/", text=told)
    cast = made.world.cast
    places = (cast.force, cast.policing_body, cast.operator)
    made.may_read(_members(*places), told)
    made.rows["feedback-erase"] = (1,)


def _enter(made: Filled) -> None:
    """On the page without JavaScript: the server sees the words and must forget them."""
    said = {name: canary("Entered", name) for name in ENTERED} | {"origin": "in_person"}
    for one in (made.world.cast.caseworker, made.world.cast.officer):
        answer = signed_in(one).post("/enter-report/", said | {"token": str(uuid.uuid4())})
        assert answer.status_code == 302, answer.content.decode()
    police = Case.objects.get(organisation=made.world.cast.force)
    number = "NumberCanary"
    numbering.record_number(
        case=police,
        sort=PoliceNumber.Sort.CRIME,
        number=number,
        why="",
        by=made.world.cast.officer,
        at=timezone.now(),
    )
    made.may_read([made.world.cast.officer, made.world.cast.supervisor], number)
    made.rows["cases:"] += (police.pk,)
    made.rows["receiving:number"] = made.rows["receiving:victims-code"] = (police.pk,)


def _work(made: Filled) -> None:
    case = Report.objects.get().case
    for sort in IN_CASES:
        cases.add_piece(
            case=case,
            piece=SealedPiece(
                sort, _sealed(made, case.organisation, canary("Case", sort.value)), 1
            ),
            kind=None,
            by=made.world.cast.caseworker,
            at=timezone.now(),
        )


def _pass_on(made: Filled) -> None:
    case, cast = Report.objects.get().case, made.world.cast
    said = {name: canary("Passed", name) for name in PASSED}
    said |= {"police": cast.force.slug, "named": "yes", "was_alone": "yes", "agreed": "on"}
    said |= {"interpreter": "not_needed", "language": "en-gb"}
    said |= {"version": in_language(on_behalf_words.WORDS, "en-gb").version}
    answer = signed_in(cast.caseworker).post(
        f"/report-for/{case.pk}/", said | {"token": str(uuid.uuid4())}
    )
    assert answer.status_code == 302, answer.content.decode()
    made.rows["receiving:"] = (OnBehalf.objects.get().pk,)
    made.rows["receiving:for-somebody"] = (case.pk,)


def _refer(made: Filled) -> None:
    cast, reference = made.world.cast, "ReferralReferenceCanary"
    sealed = _sealed(made, cast.support, REFERRED)
    offering.offer_case(
        sender=cast.force,
        offer=Referred(
            agreed=Agreed(
                said=consent_words.as_said(cast.force),
                was_alone=True,
                interpreter=Interpreter.NOT_NEEDED,
            ),
            said=[Said(cast.support, sealed, 1, sealed_in_browser=True)],
            reference=reference,
        ),
        by=cast.officer,
        at=timezone.now(),
    )
    made.may_read([cast.officer, cast.supervisor, cast.protection_officer], reference)
    made.rows["referrals:"] = (Referral.objects.get().pk,)
    made.rows["referrals:from-case"] = (Report.objects.get().case.pk,)


def _protect(made: Filled) -> None:
    cast, because, reference = made.world.cast, "ProtectBecauseCanary", "ProtectReferenceCanary"
    asked(cast.officer, because=because, reference=reference)
    made.may_read([cast.officer, cast.supervisor, cast.protection_officer], because, reference)
    made.rows["protection:"] = (Sharing.objects.get().pk,)
    made.rows["protection:from-case"] = (Report.objects.get().case.pk,)


def _disclose(made: Filled) -> None:
    cast, now = made.world.cast, timezone.now()
    incident, named = "DecisionIncidentCanary", "NamedOrganisationCanary"
    decision = decisions.record(
        force=cast.force, incident=incident, answers=ANSWERS, by=cast.officer, at=now
    )
    offer = Offer(Link.How.MADE, now, True, Interpreter.INDEPENDENT, None, named)
    decisions.link(decision=decision, offer=offer, by=cast.officer, at=now)
    overseers = [cast.officer, cast.supervisor, cast.protection_officer]
    made.may_read(overseers, incident, named)
    because, told = "AccountBecauseCanary", "AccountIncidentCanary"
    event = Event(told, [Field.FULL_NAME], now, because)
    accounts.tell_afterwards(
        force=cast.force, event=event, answers=ANSWERS, by=cast.officer, at=now
    )
    theirs = "TheirReferenceCanary"
    letter = accounts.answer_incoming(
        force=cast.force,
        incident=told,
        their_reference=theirs,
        received_on=timezone.localdate(),
        answers=ANSWERS,
        by=cast.officer,
        at=now,
    )
    made.may_read([*overseers, cast.solicitor], because, told, theirs)
    for name in ("disclosures:", "referrals:of-decision", "referrals:from-decision"):
        made.rows[name] = (decision.pk,)
    made.rows["disclosures:letter"] = (letter.pk,)


def _say_publicly(made: Filled) -> None:
    """What is not public yet, or never: a statement nobody has signed, and what officers read."""
    cast = made.world.cast
    words = [f"Statement{name}Canary" for name in ("Opening", "Will", "WillNot", "Limits")]
    statement = drafted(cast, Word(*words))
    made.may_read([cast.editor, cast.approver], *words)
    made.rows["outreach:"] = (statement.pk,)
    told = [f"Briefing{name}Canary" for name in ("Title", "Reference", "Text")]
    briefing = briefings.issue(
        force=cast.force,
        title=told[0],
        reference=told[1],
        dated=date(2026, 11, 2),
        text=told[2],
        roles=[Role.OFFICER],
        read_by=timezone.localdate() + timedelta(days=7),
        by=cast.editor,
        at=timezone.now(),
    )
    made.rows["briefings:"] = (briefing.pk,)
    made.may_read(_members(cast.force), *told)


def _list_services(made: Filled) -> None:
    cast = made.world.cast
    draft, hidden, declined = "DraftServiceCanary", "DraftWordsCanary", "DeclinedBecauseCanary"
    version = begun(cast.support, cast.caseworker, draft, description=hidden)
    other = begun(cast.support, cast.caseworker, "Another")
    entries.decline(version=other, because=declined, by=cast.support_admin, at=timezone.now())
    own = [cast.caseworker, cast.support_admin, cast.support_admin_2]
    made.may_read(own, draft, hidden, declined)
    place = a_place(POSTCODE)
    place["location"]["name"] = place["location"]["addresses"][0]["address_1"] = WHERE
    secret = Extras(confidential=True)
    shown = published(
        cast.support,
        cast.caseworker,
        cast.support_admin,
        SHOWN,
        extras=secret,
        service_at_locations=[place],
    )
    waiting = "FeedWaitingCanary"
    batch = feeds.open_feed(
        name="feed.json",
        content=json.dumps([a_service(waiting)]).encode(),
        by=cast.operator_1,
        at=timezone.now(),
    )
    made.may_read([cast.operator_1, cast.operator_2], waiting)
    made.rows["directory:"] = (shown.pk,)
    made.rows["open-referral-service"] = (shown.pk,)
    made.rows["directory:second-look"] = made.rows["directory:decline"] = (version.pk,)
    made.rows["directory:feed"] = made.rows["directory:put-aside"] = (batch.pk,)


def _agree(made: Filled) -> None:
    cast = made.world.cast
    terms = [f"Agreement{name}Canary" for name in ("Purposes", "Passed", "Never")]
    agreement = agreements.propose_agreement(
        proposer=cast.force,
        other=cast.support,
        terms=Terms(
            purposes=terms[0],
            may_be_passed=terms[1],
            never_passed_on=terms[2],
            from_on=date(2026, 1, 1),
            review_on=date(2030, 1, 1),
        ),
        by=cast.force_admin,
        at=timezone.now(),
    )
    made.may_read(_members(cast.force, cast.support), *terms)
    first = "proposal.canary@tideway.example"
    proposal = organisations.propose_organisation(
        name="Tideway Refuge",
        kind=Kind.SUPPORT_ORGANISATION,
        first_administrator_email=first,
        by=cast.body_admin,
        at=timezone.now(),
    )
    vouching = [cast.body_admin, cast.body_admin_2, cast.support_admin, cast.support_admin_2]
    vouching += [cast.other_admin, cast.other_admin_2, cast.operator_1, cast.operator_2]
    made.may_read(vouching, first)
    made.rows["organisations:proposal"] = (proposal.pk,)
    for step in ("", "replace-", "accept-", "end-"):
        made.rows[f"organisations:{step}agreement"] = (agreement.pk,)


def _sealed(made: Filled, where: Organisation, text: str) -> bytes:
    recipient = made.world.keys[where.pk].signed.statement.recipient
    return seal(words_content([Part("", text)]), recipients=[recipient])


def _members(*places: Organisation) -> list[Person]:
    found = Membership.objects.filter(organisation__in=places).select_related("person")
    return [one.person for one in found]
