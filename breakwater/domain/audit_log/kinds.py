"""Every kind of entry there is: one fixed table.

A kind is hidden inside its entry's first commitment and shown only to auditors, so it must say
enough to be counted (an outcome, not just "a decision") and nothing about anyone. Adding a kind is
adding a row; a row is never renamed or removed, because old entries were committed under it.
"""

from __future__ import annotations

import enum


class Log(enum.Enum):
    """The three logs of an installation; the value ends the origin: ``<domain>/<value>``."""

    FORCE = "disclosure-log"
    OPERATOR = "operator-log"
    REGISTER = "register-log"


_FORCE = (Log.FORCE,)
_OPERATOR = (Log.OPERATOR,)
_REGISTER = (Log.REGISTER,)
_CASES = (Log.FORCE, Log.OPERATOR)
_EVERY = (Log.FORCE, Log.OPERATOR, Log.REGISTER)


class Kind(enum.Enum):
    """One kind of entry: ``value`` is what is committed, ``logs`` where it may be written.

    ``says`` is the sentence a person reads, without a full stop.
    """

    logs: tuple[Log, ...]
    says: str

    def __new__(cls, value: str, logs: tuple[Log, ...], says: str) -> Kind:
        """Make ``value`` alone the enum's value, so that it is what is committed."""
        kind = object.__new__(cls)
        kind._value_ = value
        kind.logs = logs
        kind.says = says
        return kind

    # The log itself
    LOG_STARTED = ("log-started", _EVERY, "This log was started")
    LOG_CONTINUED = (
        "log-continued",
        _EVERY,
        "This log continues an older one after a restore",
    )
    FILLER = ("filler", _EVERY, "Nothing happened: a filler entry")
    MANIFEST = ("manifest", _EVERY, "The list of files of an export was recorded")
    FIGURES_SIGNED = ("figures-signed", _EVERY, "An auditor signed the figures of a month")
    POLICY_CHANGED = ("policy-changed", _EVERY, "The list of witnesses or their quorum was changed")

    # Questions to the firewall
    CHECKED_NEVER_SHARE = ("checked-never-share", _FORCE, "An officer checked: do not share")
    CHECKED_NOT_YET = ("checked-not-yet", _FORCE, "An officer checked: not yet")
    CHECKED_MAY_SHARE = ("checked-may-share", _FORCE, "An officer checked: may share")
    CHECKED_NOT_THIS_RULE = (
        "checked-not-this-rule",
        _FORCE,
        "An officer checked: the rule does not apply",
    )
    DECIDED_NEVER_SHARE = ("decided-never-share", _FORCE, "A decision was recorded: do not share")
    DECIDED_NOT_YET = ("decided-not-yet", _FORCE, "A decision was recorded: not yet")
    DECIDED_MAY_SHARE = ("decided-may-share", _FORCE, "A decision was recorded: may share")
    DECIDED_NOT_THIS_RULE = (
        "decided-not-this-rule",
        _FORCE,
        "A decision was recorded: the rule does not apply",
    )
    LINK_MADE = ("link-made", _FORCE, "A person was linked to support")
    LINK_DECLINED = ("link-declined", _FORCE, "A person was offered support and declined")
    AUTHORISATION_ASKED = ("authorisation-asked", _FORCE, "An authorisation was asked for")
    AUTHORISED = ("authorised", _FORCE, "A supervisor authorised a release")
    AUTHORISATION_REFUSED = (
        "authorisation-refused",
        _FORCE,
        "A supervisor refused to authorise a release",
    )
    AUTHORISATION_WITHDRAWN = (
        "authorisation-withdrawn",
        _FORCE,
        "An authorisation, or the request for one, was withdrawn",
    )
    AUTHORISATION_LAPSED = ("authorisation-lapsed", _FORCE, "A request for authorisation lapsed")
    RELEASED = ("released", _FORCE, "Information was released through the gate")
    RELEASE_REFUSED = ("release-refused", _FORCE, "The gate refused a release")
    TOLD_BY_TELEPHONE = (
        "told-by-telephone",
        _FORCE,
        "What was said by telephone was entered afterwards",
    )
    COMPELLED_BY_LAW = ("compelled-by-law", _FORCE, "A court order or warrant was answered")
    REQUEST_RECEIVED = ("request-received", _FORCE, "Immigration Enforcement asked for information")
    REQUEST_REFUSED = (
        "request-refused",
        _FORCE,
        "A request by Immigration Enforcement was refused",
    )
    SHARED_TO_PROTECT = (
        "shared-to-protect",
        _CASES,
        "Information was shared with a safeguarding body to protect someone",
    )
    PROTECTION_ASKED = (
        "protection-asked",
        _CASES,
        "A second person was asked about sharing to protect someone",
    )
    PROTECTION_AGREED = (
        "protection-agreed",
        _CASES,
        "A second person agreed to sharing to protect someone",
    )
    PROTECTION_REFUSED = (
        "protection-refused",
        _CASES,
        "A second person did not agree to sharing to protect someone",
    )
    PROTECTION_DROPPED = (
        "protection-dropped",
        _CASES,
        "Sharing to protect someone was no longer needed",
    )
    BRIEFING_ISSUED = ("briefing-issued", _FORCE, "A briefing was issued to officers")
    BRIEFING_READ = ("briefing-read", _FORCE, "An officer confirmed having read a briefing")

    # Reports and referrals: in the force's log where it receives them, else in the operator's
    REPORT_RECEIVED = ("report-received", _CASES, "A report was received")
    REPORT_TOLD_IN_PERSON = (
        "report-told-in-person",
        _CASES,
        "A report was made in person and entered",
    )
    REPORT_TOLD_BY_TELEPHONE = (
        "report-told-by-telephone",
        _CASES,
        "A report was made by telephone and entered",
    )
    REPORT_MADE_FOR_SOMEBODY = (
        "report-made-for-somebody",
        _CASES,
        "An organisation reported on somebody’s behalf",
    )
    REPORT_NUMBERED = (
        "report-numbered",
        _FORCE,
        "A report got a crime or incident number, or a reason why not",
    )
    FIRST_ANSWER_IN_A_DAY = (
        "first-answer-in-a-day",
        _CASES,
        "A person was first answered within a day",
    )
    FIRST_ANSWER_IN_THREE_DAYS = (
        "first-answer-in-three-days",
        _CASES,
        "A person was first answered within three days",
    )
    FIRST_ANSWER_LATER = (
        "first-answer-later",
        _CASES,
        "A person was first answered after more than three days",
    )
    REPORT_ANSWERED = ("report-answered", _CASES, "A report was answered")
    REPORT_ADDED_TO = ("report-added-to", _CASES, "A reporter added to a report")
    REPORT_PASSED_ON = ("report-passed-on", _CASES, "A report was passed on with consent")
    REPORT_WITHDRAWN = ("report-withdrawn", _CASES, "A reporter withdrew a report")
    REPORT_CLOSED = ("report-closed", _CASES, "A report was closed")
    REPORT_ERASED = ("report-erased", _CASES, "A report was erased")
    REFERRAL_OFFERED = ("referral-offered", _CASES, "A referral was offered")
    REFERRAL_ACCEPTED = ("referral-accepted", _CASES, "A referral was accepted")
    REFERRAL_DECLINED = ("referral-declined", _CASES, "A referral was declined")
    REFERRAL_WITHDRAWN = ("referral-withdrawn", _CASES, "A referral was withdrawn")
    REFERRAL_ASKED = ("referral-asked", _CASES, "The sender of a referral was asked something")
    REFERRAL_ANSWERED = ("referral-answered", _CASES, "The sender of a referral answered")
    REFERRAL_LAPSED = ("referral-lapsed", _CASES, "Nobody took a referral in time")
    REFERRAL_CLOSED = ("referral-closed", _CASES, "A referral was closed")
    CONSENT_RECORDED = ("consent-recorded", _CASES, "A person's consent was recorded")
    CONSENT_WITHDRAWN = ("consent-withdrawn", _CASES, "A person withdrew consent")
    CASE_ASSIGNED = ("case-assigned", _CASES, "A case was given to somebody to look after")
    CASE_REOPENED = ("case-reopened", _CASES, "A closed case was opened again")
    CASE_DANGER_CHANGED = (
        "case-danger-changed",
        _CASES,
        "Whether somebody is in danger now was said anew",
    )
    CASES_PUT_ASIDE = ("cases-put-aside", _CASES, "Cases that nobody had touched were put aside")
    CASES_BROUGHT_BACK = ("cases-brought-back", _CASES, "Cases that were put aside wait again")
    CASE_KEPT_FROM = ("case-kept-from", _CASES, "A colleague was kept away from a case")
    CASE_OPEN_TO_AGAIN = (
        "case-open-to-again",
        _CASES,
        "A colleague is no longer kept away from a case",
    )
    CASE_REVIEWED = ("case-reviewed", _CASES, "A case was looked at and is still needed")
    RECORD_ERASED = ("record-erased", _EVERY, "A record was erased")
    HOLD_PLACED = ("hold-placed", _CASES, "A legal hold was placed on a record")
    HOLD_LIFTED = ("hold-lifted", _CASES, "A legal hold was lifted")

    # Those who work here, their keys and their rules
    ORGANISATION_ADMITTED = ("organisation-admitted", _OPERATOR, "An organisation was admitted")
    ORGANISATION_PROPOSED = ("organisation-proposed", _OPERATOR, "An organisation was proposed")
    ORGANISATION_DECLINED = (
        "organisation-declined",
        _OPERATOR,
        "An organisation that was proposed was not admitted",
    )
    ORGANISATION_LEFT = ("organisation-left", _OPERATOR, "An organisation left")
    PERSON_INVITED = ("person-invited", _OPERATOR, "A person was invited")
    INVITATION_WITHDRAWN = ("invitation-withdrawn", _OPERATOR, "An invitation was withdrawn")
    PERSON_INVITED_BACK = (
        "person-invited-back",
        _OPERATOR,
        "A person was sent a link to set up sign-in anew",
    )
    PERSON_CAME_BACK = ("person-came-back", _OPERATOR, "A person set up sign-in anew")
    PERSON_ADDED = ("person-added", _OPERATOR, "A person was given an account")
    PERSON_REMOVED = ("person-removed", _OPERATOR, "A person's account was closed")
    ROLE_GIVEN = ("role-given", _OPERATOR, "A person was given a role")
    ROLE_ASKED = ("role-asked", _OPERATOR, "A role was asked for a person")
    ROLE_TAKEN = ("role-taken", _OPERATOR, "A role was taken from a person")
    COVER_ARRANGED = ("cover-arranged", _OPERATOR, "Cover was arranged for an absence")
    COVER_CALLED_OFF = ("cover-called-off", _OPERATOR, "Cover for an absence was called off")
    KEY_ADDED = ("key-added", _OPERATOR, "A key was added")
    KEY_REMOVED = ("key-removed", _OPERATOR, "A key was removed")
    KEY_SHARED = ("key-shared", _OPERATOR, "A member was let into an organisation's key")
    KEY_TESTED = ("key-tested", _OPERATOR, "A member's key opened a test message")
    KEY_REWRAPPED = ("key-rewrapped", _OPERATOR, "How a member's key is locked was changed")
    RECOVERY_USED = ("recovery-used", _OPERATOR, "A printed recovery key was used")
    RECIPIENTS_SIGNED = ("recipients-signed", _OPERATOR, "A list of recipients' keys was signed")
    PACK_ACTIVATED = ("pack-activated", _OPERATOR, "A rule pack was activated")
    PACK_DEACTIVATED = ("pack-deactivated", _OPERATOR, "A rule pack was deactivated")
    AGREEMENT_PROPOSED = (
        "agreement-proposed",
        _OPERATOR,
        "An agreement between organisations was proposed",
    )
    AGREEMENT_MADE = ("agreement-made", _OPERATOR, "An agreement between organisations was made")
    AGREEMENT_ENDED = ("agreement-ended", _OPERATOR, "An agreement between organisations ended")
    ROUTE_OPENED = ("route-opened", _OPERATOR, "A reporting route was opened")
    ROUTE_CLOSED = ("route-closed", _OPERATOR, "A reporting route was closed")
    PROMISE_CHANGED = ("promise-changed", _OPERATOR, "The promise made to reporters was changed")
    TRANSLATION_APPROVED = ("translation-approved", _OPERATOR, "A translation was approved")
    SCRIPT_RELEASED = ("script-released", _OPERATOR, "The scripts sent to browsers were recorded")
    SERVICE_CHANGED = ("service-changed", _OPERATOR, "A support service's entry was changed")
    RETENTION_RULE_SET = (
        "retention-rule-set",
        _OPERATOR,
        "An organisation said how long it keeps cases",
    )
    ON_CALL_ARRANGED = ("on-call-arranged", _OPERATOR, "Somebody was put on call")
    ON_CALL_CALLED_OFF = ("on-call-called-off", _OPERATOR, "Somebody is no longer on call")
    RETENTION_RUN = ("retention-run", _OPERATOR, "Records past their time were erased")

    # The public register
    INSPECTION_IMPORTED = ("inspection-imported", _REGISTER, "An inspection was imported")
    RECOMMENDATION_ADDED = ("recommendation-added", _REGISTER, "A recommendation was added")
    RECOMMENDATION_CORRECTED = (
        "recommendation-corrected",
        _REGISTER,
        "A recommendation was corrected",
    )
    RESPONSE_IMPORTED = ("response-imported", _REGISTER, "A response was imported")
    RESPONSE_CORRECTED = ("response-corrected", _REGISTER, "A response was corrected")
    IMPORT_REVIEWED = ("import-reviewed", _REGISTER, "A person reviewed an import")
    IMPORT_COMMITTED = ("import-committed", _REGISTER, "An import was committed")
    IMPORT_UNDONE = ("import-undone", _REGISTER, "An import was undone")
    DEADLINE_CONFIRMED = ("deadline-confirmed", _REGISTER, "A person confirmed a deadline rule")
    ASSIGNMENT_CHANGED = (
        "assignment-changed",
        _REGISTER,
        "Who must answer a recommendation was changed",
    )
    POSITION_RECORDED = ("position-recorded", _REGISTER, "A body's position was recorded")
    NATIONAL_POSITION_RECORDED = (
        "national-position-recorded",
        _REGISTER,
        "A national position was recorded",
    )
    ACTION_RECORDED = ("action-recorded", _REGISTER, "An action was recorded")
    EVIDENCE_ATTACHED = ("evidence-attached", _REGISTER, "Evidence was attached")
    ASSIGNMENT_CLOSED = ("assignment-closed", _REGISTER, "A recommendation was closed for a body")
    ASSIGNMENT_REOPENED = (
        "assignment-reopened",
        _REGISTER,
        "A recommendation was opened again for a body",
    )
    RATING_OVERRIDDEN = ("rating-overridden", _REGISTER, "A rating was overridden with a reason")
    LETTER_SIGNED = ("letter-signed", _REGISTER, "A letter was signed")
    LETTER_SENT = ("letter-sent", _REGISTER, "A letter was sent")
    UPDATE_SENT = ("update-sent", _REGISTER, "A progress update was sent")
    PUBLISHED = ("published", _REGISTER, "An issue of the register was published")
    PUBLICATION_CORRECTED = (
        "publication-corrected",
        _REGISTER,
        "Something published was corrected, openly",
    )
    BODY_CHANGED = ("body-changed", _REGISTER, "A body was added, renamed or succeeded")


KINDS = {kind.value: kind for kind in Kind}
