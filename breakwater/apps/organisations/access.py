"""Who may do what: one table, and the only ways to fetch what belongs to an organisation.

Every function that fetches also authorises: what a member may not see does not exist for them
(404), and what they may see but not do is refused (403).
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from breakwater.apps.organisations.models import (
    Absence,
    Agreement,
    Grant,
    Invitation,
    Membership,
    Organisation,
    Person,
)
from breakwater.apps.organisations.roles import ANYWHERE, Kind, Role

_Row = TypeVar("_Row")


class NotPermitted(PermissionDenied):
    """The permission table says no; ``str()`` says to what, in one sentence."""


class Action(Enum):
    """One thing a member may or may not do, as a sentence that begins "may …"."""

    # People
    SEE_COLLEAGUES = "see who works in their own organisation"
    INVITE = "invite people, and send a colleague a way back in"
    GIVE_ROLES = "ask for roles, give them, and take them"
    CLOSE_ACCOUNT = "close a colleague's account"
    ARRANGE_COVER = "arrange cover for anyone in their organisation"
    ARRANGE_OWN_COVER = "arrange cover for themselves"
    # Disclosures
    CHECK_BEFORE_SHARING = "check before they share, record the answer and link to support"
    SEE_OPEN_DUTIES = "see every open duty to link in their own force"
    ASK_TO_RELEASE = "ask for a release, and enter what was said outside the gate"
    AUTHORISE_RELEASE = "authorise or refuse a release that a colleague asks for"
    SEE_REQUESTS = "see what is asked, authorised and released in their own force"
    LIST_RECEIVERS = "list to whom a package can be sealed"
    ANSWER_COMPULSION = "record what a court or a law compelled"
    KEEP_API_TOKENS = "let a records system ask the rule"
    # Referrals
    OFFER_REFERRALS = "offer a person's case to another organisation, with their consent"
    SEE_ALL_REFERRALS = "see every referral that their own organisation offered"
    ANSWER_REFERRALS = "read, accept or decline what is offered to their organisation"
    SEE_UNMET_NEED = "see how often people were declined, and for what"
    # Protection
    SHARE_TO_PROTECT = "share with a safeguarding body to protect somebody"
    BE_SECOND_TO_PROTECT = "agree or disagree, as the second person, to sharing to protect"
    SEE_SHARED_TO_PROTECT = "see everything their organisation shared to protect somebody"
    # Organisations
    SEE_ORGANISATIONS = "see which organisations take part"
    PROPOSE_SUPPORT_ORGANISATION = "propose a support organisation"
    VOUCH = "vouch for a support organisation, or decline to"
    PROPOSE_ORGANISATION = "propose a force, policing body, national body or inspectorate"
    ADMIT_ORGANISATION = "admit what another operator proposed"
    RECORD_WRITTEN_VOUCHER = "record a written voucher while no support organisation is here"
    TAKE_DATA_AWAY = "take away everything that belongs to their organisation"
    LEAVE = "end their organisation's part"
    # What happened to records
    SEE_ACCESS_LOG = "see who did what with their organisation's records"
    # Agreements
    SEE_AGREEMENTS = "read their organisation's agreements"
    MAKE_AGREEMENTS = "propose, accept, decline and end agreements"
    # Importing into the register
    AUDIT_LOGS = "see which months of the logs wait to be counted, and hand in signed figures"
    SEE_IMPORTS = "see the documents their organisation brings into the register"
    IMPORT_DOCUMENTS = "bring a document in, correct what was read, and propose it"
    COMMIT_IMPORTS = "commit what a colleague proposed, and undo what was committed"
    # Receiving
    NUMBER_REPORTS = "note crime and incident numbers, and what was done of the Victims' Code"
    REPORT_FOR_SOMEBODY = "report to the police for somebody, and stay between the two"
    # Outreach and briefings
    DRAFT_STATEMENT = "draft what their force tells the public, and put it into other languages"
    SIGN_STATEMENT = "sign what their force tells the public, and approve its translations"
    READ_BRIEFINGS = "read their force's briefings"
    ISSUE_BRIEFINGS = "issue briefings, and see who has not read them"
    # The directory
    KEEP_SERVICES = "change what their organisation offers, and look at a colleague's change"
    IMPORT_SERVICES = "bring a feed of other organisations' services into the directory"
    HAND_SERVICES = "hand what came in a feed to the organisation that runs it, or take it back"
    # Keys
    SEE_KEYS = "see who in their own organisation can open what people write"
    HOLD_KEY = "open what people write to their organisation, and let colleagues open it"
    # Cases
    WORK_ON_CASES = "see and look after their own organisation's cases"
    HOLD_CASES = "place and lift legal holds on their organisation's cases"
    SET_RETENTION = "say how long their organisation keeps cases"
    ARRANGE_ON_CALL = "arrange who is called when somebody is in danger"
    SEE_CASE_FIGURES = "see how many cases their organisation had in past months"


@dataclass(frozen=True)
class Rule:
    """Whoever holds one of ``roles`` in an organisation of one of ``kinds`` may do ``action``.

    No roles means every member.
    """

    action: Action
    roles: frozenset[Role]
    kinds: frozenset[Kind] = ANYWHERE


_ADMIN = frozenset({Role.ORGANISATION_ADMIN})
_OPERATOR = frozenset({Role.OPERATOR})
_EVERY_MEMBER: frozenset[Role] = frozenset()
_FORCE = frozenset({Kind.FORCE})
_READS_MAIL = frozenset({Role.CASEWORKER, Role.OFFICER, Role.SUPERVISOR})
_CASEWORKER = frozenset({Role.CASEWORKER})
_SUPPORT = frozenset({Kind.SUPPORT_ORGANISATION})
_RECEIVES_MAIL = frozenset({Kind.SUPPORT_ORGANISATION, Kind.FORCE})

# The table. What no row allows is refused. `make docs` writes it to docs/reference/permissions.md.
RULES = (
    Rule(Action.SEE_COLLEAGUES, _EVERY_MEMBER),
    Rule(Action.INVITE, _ADMIN),
    Rule(Action.GIVE_ROLES, _ADMIN),
    Rule(Action.CLOSE_ACCOUNT, _ADMIN),
    Rule(Action.ARRANGE_COVER, _ADMIN),
    Rule(Action.ARRANGE_OWN_COVER, _EVERY_MEMBER),
    Rule(Action.CHECK_BEFORE_SHARING, _EVERY_MEMBER, _FORCE),
    Rule(
        Action.SEE_OPEN_DUTIES, frozenset({Role.SUPERVISOR, Role.DATA_PROTECTION_OFFICER}), _FORCE
    ),
    Rule(Action.ASK_TO_RELEASE, frozenset({Role.OFFICER, Role.SUPERVISOR}), _FORCE),
    Rule(Action.AUTHORISE_RELEASE, frozenset({Role.SUPERVISOR}), _FORCE),
    Rule(
        Action.SEE_REQUESTS,
        frozenset({Role.SUPERVISOR, Role.DATA_PROTECTION_OFFICER, Role.SOLICITOR}),
        _FORCE,
    ),
    Rule(Action.LIST_RECEIVERS, frozenset({Role.DATA_PROTECTION_OFFICER}), _FORCE),
    Rule(Action.ANSWER_COMPULSION, frozenset({Role.SOLICITOR}), _FORCE),
    Rule(Action.KEEP_API_TOKENS, _ADMIN, _FORCE),
    Rule(Action.OFFER_REFERRALS, _EVERY_MEMBER, _FORCE),
    Rule(Action.OFFER_REFERRALS, _CASEWORKER, _SUPPORT),
    Rule(Action.SEE_ALL_REFERRALS, frozenset({Role.SUPERVISOR}), _FORCE),
    Rule(Action.SEE_ALL_REFERRALS, _CASEWORKER, _SUPPORT),
    Rule(Action.ANSWER_REFERRALS, _CASEWORKER, _SUPPORT),
    Rule(Action.SEE_UNMET_NEED, _EVERY_MEMBER, _SUPPORT | {Kind.POLICING_BODY}),
    Rule(Action.SHARE_TO_PROTECT, _READS_MAIL, _RECEIVES_MAIL),
    Rule(Action.BE_SECOND_TO_PROTECT, frozenset({Role.SUPERVISOR}), _FORCE),
    Rule(Action.BE_SECOND_TO_PROTECT, _CASEWORKER | _ADMIN, _SUPPORT),
    Rule(
        Action.SEE_SHARED_TO_PROTECT,
        frozenset({Role.SUPERVISOR, Role.DATA_PROTECTION_OFFICER}),
        _FORCE,
    ),
    Rule(
        Action.SEE_SHARED_TO_PROTECT,
        _CASEWORKER | _ADMIN | {Role.DATA_PROTECTION_OFFICER},
        _SUPPORT,
    ),
    Rule(Action.SEE_ORGANISATIONS, _EVERY_MEMBER),
    Rule(Action.PROPOSE_SUPPORT_ORGANISATION, _ADMIN, frozenset({Kind.POLICING_BODY})),
    Rule(Action.VOUCH, _ADMIN, frozenset({Kind.SUPPORT_ORGANISATION})),
    Rule(Action.PROPOSE_ORGANISATION, _OPERATOR, frozenset({Kind.OPERATOR})),
    Rule(Action.ADMIT_ORGANISATION, _OPERATOR, frozenset({Kind.OPERATOR})),
    Rule(Action.RECORD_WRITTEN_VOUCHER, _OPERATOR, frozenset({Kind.OPERATOR})),
    Rule(Action.TAKE_DATA_AWAY, _ADMIN),
    Rule(Action.LEAVE, _ADMIN),
    Rule(Action.SEE_AGREEMENTS, _EVERY_MEMBER),
    Rule(Action.MAKE_AGREEMENTS, _ADMIN),
    Rule(Action.SEE_ACCESS_LOG, frozenset({Role.DATA_PROTECTION_OFFICER})),
    Rule(Action.AUDIT_LOGS, frozenset({Role.AUDITOR})),
    Rule(Action.SEE_IMPORTS, frozenset({Role.REGISTER_EDITOR, Role.APPROVER})),
    Rule(Action.IMPORT_DOCUMENTS, frozenset({Role.REGISTER_EDITOR})),
    Rule(Action.COMMIT_IMPORTS, frozenset({Role.APPROVER})),
    Rule(Action.NUMBER_REPORTS, frozenset({Role.OFFICER, Role.SUPERVISOR}), _FORCE),
    Rule(Action.REPORT_FOR_SOMEBODY, _CASEWORKER, _SUPPORT),
    Rule(Action.DRAFT_STATEMENT, frozenset({Role.REGISTER_EDITOR}), _FORCE),
    Rule(Action.SIGN_STATEMENT, frozenset({Role.APPROVER}), _FORCE),
    Rule(Action.READ_BRIEFINGS, _EVERY_MEMBER, _FORCE),
    Rule(Action.ISSUE_BRIEFINGS, frozenset({Role.SUPERVISOR, Role.REGISTER_EDITOR}), _FORCE),
    Rule(
        Action.KEEP_SERVICES,
        frozenset({Role.CASEWORKER, Role.ORGANISATION_ADMIN}),
        frozenset({Kind.SUPPORT_ORGANISATION}),
    ),
    Rule(Action.IMPORT_SERVICES, _OPERATOR, frozenset({Kind.OPERATOR})),
    Rule(Action.HAND_SERVICES, _OPERATOR, frozenset({Kind.OPERATOR})),
    Rule(Action.SEE_KEYS, _EVERY_MEMBER, _RECEIVES_MAIL),
    Rule(Action.HOLD_KEY, _READS_MAIL, _RECEIVES_MAIL),
    Rule(Action.WORK_ON_CASES, _READS_MAIL, _RECEIVES_MAIL),
    Rule(
        Action.HOLD_CASES,
        frozenset({Role.DATA_PROTECTION_OFFICER, Role.SOLICITOR, Role.ORGANISATION_ADMIN}),
        _RECEIVES_MAIL,
    ),
    Rule(
        Action.SET_RETENTION,
        frozenset({Role.DATA_PROTECTION_OFFICER, Role.ORGANISATION_ADMIN}),
        _RECEIVES_MAIL,
    ),
    Rule(
        Action.ARRANGE_ON_CALL,
        frozenset({Role.ORGANISATION_ADMIN, Role.SUPERVISOR}),
        _RECEIVES_MAIL,
    ),
    Rule(Action.SEE_CASE_FIGURES, _EVERY_MEMBER, _RECEIVES_MAIL),
)


def allows(action: Action, role: Role, kind: Kind) -> bool:
    """Whether the table lets ``role`` in an organisation of ``kind`` do ``action``."""
    return kind in role.held_in and any(
        rule.action is action and kind in rule.kinds and (not rule.roles or role in rule.roles)
        for rule in RULES
    )


def membership_of(person: Person) -> Membership | None:
    """The place of ``person`` where they may work now, with its organisation and roles."""
    return (
        Membership.objects.current()
        .filter(
            person=person,
            person__is_active=True,
            organisation__admitted_at__isnull=False,
            organisation__left_at__isnull=True,
        )
        .select_related("organisation", "person")
        .prefetch_related("grants")
        .first()
    )


def may(member: Membership, action: Action) -> bool:
    """Whether ``member`` may do ``action`` today."""
    rules = [rule for rule in RULES if rule.action is action and member.kind in rule.kinds]
    held = member.roles_on(today())
    return member.ended_at is None and any(not rule.roles or rule.roles & held for rule in rules)


def require(member: Membership, action: Action) -> None:
    """Refuse (403) unless ``member`` may do ``action`` today."""
    if not may(member, action):
        raise NotPermitted(f"Your roles do not let you {action.value}.")


def today() -> date:
    """The day it is where the installation is; roles and covers begin and end with days."""
    return timezone.localdate()


def colleagues(member: Membership) -> QuerySet[Membership]:
    """Everyone who works or worked in the member's own organisation."""
    require(member, Action.SEE_COLLEAGUES)
    return (
        Membership.objects.filter(organisation=member.organisation)
        .select_related("person", "organisation")
        .prefetch_related("grants")
    )


def colleague(member: Membership, pk: int) -> Membership:
    """One of them."""
    return _found(colleagues(member).filter(pk=pk).first())


def invitations(member: Membership) -> QuerySet[Invitation]:
    """Links of the member's organisation that nobody has used yet."""
    require(member, Action.INVITE)
    return Invitation.objects.open_at(timezone.now()).filter(organisation=member.organisation)


def invitation(member: Membership, pk: int) -> Invitation:
    """One of them."""
    return _found(invitations(member).filter(pk=pk).first())


def grant(member: Membership, pk: int) -> Grant:
    """A role asked or given in the member's organisation, or one that waits for them to confirm."""
    require(member, Action.GIVE_ROLES)
    found = Grant.objects.select_related(
        "person", "asked_by", "membership__person", "membership__organisation"
    ).filter(pk=pk)
    own = found.filter(membership__organisation=member.organisation).first()
    return _found(own or grants_to_confirm(member).filter(pk=pk).first())


def grants_to_confirm(member: Membership) -> QuerySet[Grant]:
    """Roles that wait for this member as the second person.

    Those of the member's own organisation, and those of an organisation whose only administrator
    asked: then an administrator of the policing body that proposed it, or an operator, is second.
    """
    waiting = (
        Grant.objects.waiting()
        .exclude(asked_by=member.person)
        .exclude(person=member.person)
        .select_related("person", "asked_by", "membership__organisation")
    )
    if not (may(member, Action.GIVE_ROLES) or may(member, Action.ADMIT_ORGANISATION)):
        return waiting.none()
    own = Q(membership__organisation=member.organisation)
    alone = [
        one.pk
        for one in Organisation.objects.filter(
            memberships__grants__in=Grant.objects.waiting()
        ).distinct()
        if _sponsors(member, one) and _administrators(one) < 2
    ]
    if not may(member, Action.GIVE_ROLES):
        return waiting.filter(membership__organisation__in=alone)
    return waiting.filter(own | Q(membership__organisation__in=alone))


def absence(member: Membership, pk: int) -> Absence:
    """An absence in the member's organisation that they may call off."""
    found = Absence.objects.select_related("membership__person", "cover__person").filter(
        pk=pk, membership__organisation=member.organisation
    )
    if not may(member, Action.ARRANGE_COVER):
        found = found.filter(membership=member)
    return _found(found.first())


def organisations(member: Membership) -> QuerySet[Organisation]:
    """Those that take part."""
    require(member, Action.SEE_ORGANISATIONS)
    return Organisation.objects.filter(admitted_at__isnull=False, left_at__isnull=True)


def proposals(member: Membership) -> QuerySet[Organisation]:
    """Organisations that wait to be admitted and that the member may decide on or has proposed."""
    waiting = Organisation.objects.filter(
        proposed_at__isnull=False, admitted_at__isnull=True, declined_at__isnull=True
    ).select_related("proposed_by")
    support = Q(kind=Kind.SUPPORT_ORGANISATION)
    visible = Q(proposed_by__membership__organisation=member.organisation)
    if may(member, Action.VOUCH) or may(member, Action.RECORD_WRITTEN_VOUCHER):
        visible |= support
    if may(member, Action.ADMIT_ORGANISATION):
        visible |= ~support
    return waiting.filter(visible)


def proposal(member: Membership, pk: int) -> Organisation:
    """One of them."""
    return _found(proposals(member).filter(pk=pk).first())


def may_admit(member: Membership, organisation: Organisation) -> bool:
    """Whether ``member`` can be the second person who admits ``organisation``."""
    if not organisation.is_waiting or organisation.proposed_by == member.person:
        return False
    if organisation.kind != Kind.SUPPORT_ORGANISATION:
        return may(member, Action.ADMIT_ORGANISATION)
    return may(member, Action.VOUCH) or needs_written_voucher(member)


def needs_written_voucher(member: Membership) -> bool:
    """Whether ``member`` may record a voucher in writing, because nobody here can vouch."""
    return may(member, Action.RECORD_WRITTEN_VOUCHER) and not (
        Organisation.objects.filter(
            kind=Kind.SUPPORT_ORGANISATION, admitted_at__isnull=False, left_at__isnull=True
        ).exists()
    )


def agreements(member: Membership) -> QuerySet[Agreement]:
    """Those of the member's own organisation."""
    require(member, Action.SEE_AGREEMENTS)
    return Agreement.objects.of(member.organisation).select_related(
        "proposer", "other", "proposed_by", "agreed_by", "ended_by", "replaces"
    )


def agreement(member: Membership, pk: int) -> Agreement:
    """One of them."""
    return _found(agreements(member).filter(pk=pk).first())


def _sponsors(member: Membership, organisation: Organisation) -> bool:
    if may(member, Action.ADMIT_ORGANISATION):
        return organisation.kind != Kind.SUPPORT_ORGANISATION
    proposer = organisation.proposed_by
    return (
        organisation.kind == Kind.SUPPORT_ORGANISATION
        and proposer is not None
        and proposer.membership.organisation == member.organisation
    )


def _administrators(organisation: Organisation) -> int:
    holding = Membership.objects.holding(Role.ORGANISATION_ADMIN, today())
    return holding.filter(organisation=organisation).count()


def _found(row: _Row | None) -> _Row:
    if row is None:
        raise Http404
    return row
