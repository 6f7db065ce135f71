"""Checking, recording a decision, and linking to support."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from breakwater.apps.audit_log.changes import append, force_log
from breakwater.apps.disclosures import rule
from breakwater.apps.disclosures.models import Decision, Link
from breakwater.apps.organisations.interpreter import Interpreter
from breakwater.apps.organisations.models import Organisation, Person
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.firewall.asking import STEPS
from breakwater.domain.firewall.decision import Decision as Answer
from breakwater.domain.firewall.outcome import Outcome
from breakwater.domain.plain_error import PlainError

_DUTY = "link_to_support"
_COLUMNS = ("about", "offence")


def check(
    *, force: Organisation, answers: Mapping[str, str], steps: Mapping[str, str] = STEPS
) -> Answer:
    """Answer a question and count it: which answer, by which rule, and nothing else.

    Nothing is kept of who asked, or about what. ``QuestionError`` if it is not complete.
    """
    answer = rule.decide(answers, steps)
    count(force=force, answer=answer)
    return answer


def count(*, force: Organisation, answer: Answer) -> None:
    """Count one answer that was given: which, by which rule as it is kept, and nothing else."""
    kept = rule.kept(answer)
    with transaction.atomic(savepoint=False):
        append(
            log=force_log(force.slug),
            kind=_checked(answer.outcome),
            record={"pack": kept.pack, "rule": kept.rule},
        )


def record(
    *,
    force: Organisation,
    incident: str,
    answers: Mapping[str, str],
    by: Person | None,
    at: datetime,
    through: Decision.Through = Decision.Through.PAGE,
    steps: Mapping[str, str] = STEPS,
) -> Decision:
    """Record the answer under an incident number; this alone opens the duty to link.

    ``by`` is nobody only for a records system. Called inside a larger change, it is part of it.
    """
    decision = draft(
        rule.decide(answers, steps),
        force=force,
        incident=incident,
        answers=answers,
        steps=steps,
        by=by,
        at=at,
        through=through,
    )
    record_draft(decision)
    return decision


def draft(
    answer: Answer,
    *,
    force: Organisation,
    incident: str,
    answers: Mapping[str, str],
    steps: Mapping[str, str],
    by: Person | None,
    at: datetime,
    through: Decision.Through,
) -> Decision:
    """What ``record_draft`` stores, made before anybody waits for the one writer of the database.

    Kept is what ``rule.kept`` leaves of ``answer``: no column tells immigration status.
    """
    kept, situation = rule.kept(answer), rule.kept_facts(answers)
    return Decision(
        force=force,
        incident=incident,
        recipient=situation.get("recipient", ""),
        **{name: situation.get(name, "") for name in _COLUMNS},
        **{name: steps[name] for name in ("legal_basis", "necessity", "authorised_by")},
        facts={**steps, **situation},
        outcome=kept.outcome.value,
        pack=kept.pack,
        rule=kept.rule,
        links=_DUTY in kept.duties,
        through=through,
        decided_at=at,
        decided_by=by,
    )


def record_draft(decision: Decision) -> None:
    """Store what ``draft`` made, and enter it in its force's log."""
    with transaction.atomic(savepoint=False):
        Decision.objects.store(decision)
        kind = _decided(decision.means)
        _enter(decision, kind, decision.decided_by, pack=decision.pack, rule=decision.rule)


@dataclass(frozen=True)
class Offer:
    """How support was offered; ``organisation_named`` where it does not take part here."""

    how: Link.How
    offered_at: datetime
    was_alone: bool
    interpreter: Interpreter
    organisation: Organisation | None = None
    organisation_named: str = ""


def link(*, decision: Decision, offer: Offer, by: Person, at: datetime) -> Link:
    """Meet the duty to link: a link was made, or it was offered and declined."""
    if offer.offered_at > at:
        raise PlainError("support cannot have been offered in the future")
    if offer.how == Link.How.MADE and not (offer.organisation or offer.organisation_named):
        raise PlainError("say which support organisation the person is linked to")
    with transaction.atomic():
        if Link.objects.filter(decision=decision).exists():
            raise PlainError("how they were linked to support is recorded already")
        made = Link.objects.create(
            decision=decision,
            how=offer.how,
            organisation=offer.organisation,
            organisation_named="" if offer.organisation else offer.organisation_named,
            offered_at=offer.offered_at,
            was_alone=offer.was_alone,
            interpreter=offer.interpreter,
            recorded_at=at,
            recorded_by=by,
        )
        kind = Kind.LINK_MADE if offer.how == Link.How.MADE else Kind.LINK_DECLINED
        _enter(decision, kind, by)
    return made


def record_and_link(
    *,
    force: Organisation,
    incident: str,
    answers: Mapping[str, str],
    offer: Offer,
    by: Person,
    at: datetime,
) -> Decision:
    """Both in one step, or neither."""
    with transaction.atomic():
        decision = record(force=force, incident=incident, answers=answers, by=by, at=at)
        link(decision=decision, offer=offer, by=by, at=at)
    return decision


def _enter(decision: Decision, kind: Kind, by: Person | None, **more: str) -> None:
    record: dict[str, object] = {
        "decision": str(decision.pk),
        "by": str(by.pk) if by else None,
        "through": decision.through,
    }
    append(log=force_log(decision.force.slug), kind=kind, record=record | more)


def _checked(outcome: Outcome) -> Kind:
    match outcome:
        case Outcome.NEVER_SHARE:
            return Kind.CHECKED_NEVER_SHARE
        case Outcome.NOT_YET:
            return Kind.CHECKED_NOT_YET
        case Outcome.MAY_SHARE:
            return Kind.CHECKED_MAY_SHARE
        case Outcome.NOT_THIS_RULE:
            return Kind.CHECKED_NOT_THIS_RULE


def _decided(outcome: Outcome) -> Kind:
    match outcome:
        case Outcome.NEVER_SHARE:
            return Kind.DECIDED_NEVER_SHARE
        case Outcome.NOT_YET:
            return Kind.DECIDED_NOT_YET
        case Outcome.MAY_SHARE:
            return Kind.DECIDED_MAY_SHARE
        case Outcome.NOT_THIS_RULE:
            return Kind.DECIDED_NOT_THIS_RULE
