"""Who may do what: one table, by role and by kind of organisation.

What no row allows is refused. ``access`` asks it of a member, ``tests/apps/organisations`` of every
role in every organisation.
"""

from dataclasses import dataclass
from enum import Enum

from breakwater.apps.organisations.roles import ANYWHERE, Kind, Role


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
