"""The register's words for people: a label for each value, and a sentence where one helps."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from breakwater.domain.reading.reading import Flag
from breakwater.domain.register.bodies import BodyKind
from breakwater.domain.register.facts import Ask, TextStatus
from breakwater.domain.register.positions import Assurance, Delivery, Position, Rag

POSITIONS: dict[Position, Promise] = {
    Position.ACCEPTED: _("Accepted"),
    Position.ACCEPTED_IN_PART: _("Accepted in part"),
    Position.ACCEPTED_IN_PRINCIPLE: _("Accepted in principle"),
    Position.NOT_ACCEPTED: _("Not accepted"),
    Position.NOT_APPLICABLE: _("Says it does not apply"),
    Position.AWAITING_NATIONAL_POSITION: _("Awaiting a national position"),
    Position.NOT_STATED: _("Position not stated"),
}

DELIVERIES: dict[Delivery, Promise] = {
    Delivery.NOT_STATED: _("Not stated"),
    Delivery.NOT_STARTED: _("Says work has not started"),
    Delivery.IN_PROGRESS: _("Says work is in progress"),
    Delivery.ACTION_COMPLETE: _("Says the work is complete"),
}

ASSURANCES: dict[Assurance, Promise] = {
    Assurance.NOT_STATED: _("Not stated"),
    Assurance.SELF_ASSESSED: _("The body itself"),
    Assurance.PCC_ASSURED: _("Its policing body"),
    Assurance.PARTLY_ASSURED: _("Checked in part"),
    Assurance.AWAITING_SIGN_OFF: _("Waiting for the inspectorate to sign it off"),
    Assurance.SIGNED_OFF: _("Signed off by the inspectorate"),
    Assurance.SUPERSEDED: _("Superseded by a later inspection"),
}

# Each colour with the rule that gave it (domain: positions.rag_of).
RAGS: dict[Rag, Promise] = {
    Rag.BLUE: _("Blue: the body says the work is complete."),
    Rag.GREEN: _("Green: the body says work is in progress, and the day asked for has not passed."),
    Rag.AMBER: _("Amber: the body does not say that work is in progress."),
    Rag.RED: _(
        "Red: the day asked for has passed, and the body does not say that the work is complete."
    ),
    Rag.WHITE: _("White: the body is waiting for another body."),
}
NO_RAG: Promise = _("No colour: the body does not accept it, or says it does not apply.")

FLAGS: dict[Flag, Promise] = {
    Flag.LIST_MISSING: _("A list that should follow is not on the page we read."),
    Flag.DUPLICATE_RESPONSE: _("More than one recommendation is answered in the same words."),
    Flag.IMPOSSIBLE_CHRONOLOGY: _("Its dates can’t all be right. We show them as published."),
    Flag.EMPTY_HEADING: _("A heading in it has nothing under it."),
    Flag.REPAIRED_ENCODING: _("Some letters in it were damaged. We repaired them."),
    Flag.MISSING_NUMBERS: _("It does not go through every number. Some may be for other bodies."),
    Flag.NOT_A_RESPONSE: _("It may not be a response."),
    Flag.RESPONSE_DOES_NOT_ANSWER: _("At least one answer in it may not deal with what was asked."),
}

BODY_KINDS: dict[BodyKind, Promise] = {
    BodyKind.TERRITORIAL_FORCE: _("Police forces"),
    BodyKind.LOCAL_POLICING_BODY: _(
        "Police and crime commissioners, mayors and other policing bodies"
    ),
    BodyKind.SPECIALIST_FORCE: _("Specialist forces"),
    BodyKind.SPECIALIST_POLICING_BODY: _("Authorities of specialist forces"),
    BodyKind.NATIONAL_BODY: _("National bodies"),
    BodyKind.GOVERNMENT: _("Government"),
    BodyKind.INSPECTORATE: _("Inspectorates and watchdogs"),
    BodyKind.PARTNERSHIP: _("Partnerships"),
    BodyKind.SUPPORT_ORGANISATION: _("Support organisations"),
}

ASKS: dict[Ask, Promise] = {
    Ask.RECOMMENDATION: _("Recommendation"),
    Ask.CAUSE_OF_CONCERN: _("Cause of concern"),
    Ask.AREA_FOR_IMPROVEMENT: _("Area for improvement"),
    Ask.ACTION: _("Action"),
    Ask.LEARNING_POINT: _("Learning point"),
}

TEXT_STATUSES: dict[TextStatus, Promise] = {
    TextStatus.AS_PUBLISHED: _("The words of the published report."),
    TextStatus.AS_QUOTED: _("As quoted in a response."),
    TextStatus.OWN_WORDS: _("In our own words. These are not the words of the report."),
    TextStatus.NOT_REPRODUCED: _("The text is not reproduced on the source page."),
}
