"""Carries out the steps of a plan on the stored rows, in bulk, leaving an event for each row.

Order matters and is fixed here: inspections, then recommendations, then whom they are addressed
to and what they cite, then assignments, then responses. Everything happens in the caller's
transaction; if the process stops halfway, nothing was stored.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from breakwater.apps.register import holding, models
from breakwater.apps.register.events import Recorder
from breakwater.domain.register.addressees import asked, class_of, names_of
from breakwater.domain.register.deadlines import due_on, rule_from
from breakwater.domain.register.facts import InspectionFacts, RecommendationFacts, place_of
from breakwater.domain.register.plan import (
    Step,
    TakeInspection,
    TakeRecommendation,
    TakeResponse,
)


def carry_out(
    steps: Sequence[Step], *, recorder: Recorder, batch: models.ImportBatch, at: datetime
) -> None:
    """Store what ``steps`` say."""
    recommendations = [step for step in steps if isinstance(step, TakeRecommendation)]
    responses = [step for step in steps if isinstance(step, TakeResponse)]
    for step in steps:
        if isinstance(step, TakeInspection):
            _take_inspection(step.facts, recorder, at)
    slugs = {
        step.facts.slug if isinstance(step, TakeInspection) else step.inspection for step in steps
    }
    for inspection in models.Inspection.objects.filter(slug__in=slugs).order_by("pk"):
        storing = _Storing(inspection, recorder, batch)
        storing.recommendations([s for s in recommendations if s.inspection == inspection.slug])
        answering = [s for s in responses if s.inspection == inspection.slug]
        storing.assignments({(step.number, step.body) for step in answering})
        storing.responses(answering)


def _take_inspection(facts: InspectionFacts, recorder: Recorder, at: datetime) -> None:
    values = {
        "title": facts.title,
        "source_kind": facts.source_kind,
        "published_on": facts.published_on,
        "published_by": list(facts.published_by),
        "about": facts.about,
        "source_url": facts.source_url,
        "invented": facts.invented,
    } | _section_55(facts, at)
    stored = models.Inspection.objects.filter(slug=facts.slug).first()
    if stored is None:
        recorder.create([models.Inspection(slug=facts.slug, **values)])
        return
    if stored.comment_rule == values["comment_rule"]:
        values["section_55_confirmed_at"] = stored.section_55_confirmed_at
    recorder.change(stored, **values)
    for row in stored.recommendations.all():
        day = due_on(rule_from(row.deadline_rule), facts.published_on)
        recorder.change(row, due_on=day)


def _section_55(facts: InspectionFacts, at: datetime) -> dict[str, object]:
    confirmed = facts.section_55
    return {
        "comment_rule": confirmed.rule.key if confirmed else "",
        "section_55_confirmed_at": at if confirmed else None,
        "section_55_confirmed_by": confirmed.confirmed_by if confirmed else "",
    }


class _Storing:
    """One inspection's rows while a batch is being stored."""

    def __init__(
        self, inspection: models.Inspection, recorder: Recorder, batch: models.ImportBatch
    ) -> None:
        self._inspection = inspection
        self._recorder = recorder
        self._batch = batch
        self._bodies = holding.all_bodies()
        self._names = names_of(self._bodies)
        self._rows = {row.number: row for row in inspection.recommendations.all()}
        self._assignments = {
            (row.recommendation.number, row.body.key): row
            for row in models.Assignment.objects.filter(
                recommendation__inspection=inspection
            ).select_related("recommendation", "body")
        }

    def recommendations(self, steps: Iterable[TakeRecommendation]) -> None:
        """Store recommendations, what they cite and whom they are addressed to."""
        steps = list(steps)
        new = []
        for step in steps:
            values = self._values(step)
            stored = self._rows.get(step.facts.number)
            if stored is None:
                row = models.Recommendation(
                    inspection=self._inspection, number=step.facts.number, **values
                )
                new.append(row)
            else:
                self._recorder.change(stored, **values)
        for row in self._recorder.create(new):
            self._rows[row.number] = row
        self._addressees([step.facts for step in steps])
        self._citations([step.facts for step in steps])

    def assignments(self, answering: set[tuple[str, str]]) -> None:
        """Put every recommendation to the bodies asked and to those that answer all the same.

        An assignment that is no longer asked for goes, unless a body has answered it.
        """
        wanted = self._asked() | answering
        ids = dict(models.Body.objects.values_list("key", "pk"))
        new = [
            models.Assignment(recommendation=self._rows[number], body_id=ids[key])
            for number, key in sorted(wanted - set(self._assignments))
        ]
        keys = {pk: key for key, pk in ids.items()}
        for row in self._recorder.create(new):
            self._assignments[row.recommendation.number, keys[row.body_id]] = row
        gone = set(self._assignments) - wanted
        answered = set(
            models.Response.objects.filter(
                assignment__recommendation__inspection=self._inspection
            ).values_list("assignment_id", flat=True)
        )
        for place in sorted(gone):
            if self._assignments[place].pk not in answered:
                self._recorder.remove(self._assignments.pop(place))

    def responses(self, steps: Iterable[TakeResponse]) -> None:
        """Store responses and let each assignment say what its response says."""
        steps = list(steps)
        places = {(step.number, step.body): step for step in steps}
        ids = [self._assignments[place].pk for place in places]
        for former in models.Response.objects.filter(assignment__in=ids, is_current=True):
            self._recorder.change(former, is_current=False)
        made = self._recorder.create([self._response(step) for step in steps])
        self._recorder.create(
            [
                models.Evidence(
                    response=row, reference=each.reference or "", dated=each.dated or ""
                )
                for row, step in zip(made, steps, strict=True)
                for each in step.facts.evidence
            ]
        )
        for place, step in places.items():
            self._recorder.change(
                self._assignments[place],
                position=step.facts.position.value,
                delivery=step.facts.delivery.value,
                awaits=step.facts.awaits,
            )

    def _values(self, step: TakeRecommendation) -> dict[str, object]:
        facts = step.facts
        return {
            "place": place_of(facts.number),
            "ask": facts.ask.value,
            "text": facts.text,
            "notes": facts.notes,
            "text_status": facts.text_status.value,
            "text_source": facts.text_source,
            "list_is_missing": facts.list_is_missing,
            "deadline_wording": facts.deadline_wording,
            "deadline_rule": facts.deadline_rule.key,
            "due_on": due_on(facts.deadline_rule, self._inspection.published_on),
            "is_stub": step.is_stub,
        }

    def _addressees(self, facts: Sequence[RecommendationFacts]) -> None:
        stored = models.AddresseeClass.objects.filter(
            recommendation__in=[self._rows[each.number] for each in facts]
        ).select_related("recommendation")
        have = {(row.recommendation.number, row.wording): row for row in stored}
        want = {(each.number, wording): None for each in facts for wording in each.addressees}
        for place, row in have.items():
            if place not in want:
                self._recorder.remove(row)
        self._recorder.create(
            [
                models.AddresseeClass(
                    recommendation=self._rows[number],
                    wording=wording,
                    meaning=class_of(wording, self._names),
                )
                for number, wording in want
                if (number, wording) not in have
            ]
        )

    def _citations(self, facts: Sequence[RecommendationFacts]) -> None:
        stored = models.Citation.objects.filter(
            citing__in=[self._rows[each.number] for each in facts]
        ).select_related("citing", "cited")
        have = {(row.citing.number, row.cited.number): row for row in stored}
        want = {(each.number, cited): None for each in facts for cited in each.cites}
        for place, row in have.items():
            if place not in want:
                self._recorder.remove(row)
        self._recorder.create(
            [
                models.Citation(citing=self._rows[citing], cited=self._rows[cited])
                for citing, cited in want
                if (citing, cited) not in have
            ]
        )

    def _asked(self) -> set[tuple[str, str]]:
        classes: dict[str, set[str]] = {}
        for row in models.AddresseeClass.objects.filter(
            recommendation__inspection=self._inspection
        ).select_related("recommendation"):
            classes.setdefault(row.recommendation.number, set()).add(row.meaning)
        keys = asked(
            classes,
            self._bodies,
            on=self._inspection.published_on,
            invented=self._inspection.invented,
        )
        return {(number, key) for number, bodies in keys.items() for key in bodies}

    def _response(self, step: TakeResponse) -> models.Response:
        facts = step.facts
        return models.Response(
            assignment=self._assignments[step.number, step.body],
            batch=self._batch,
            answers=[asdict(answer) for answer in facts.answers],
            dated=facts.dated or "",
            position=facts.position.value,
            delivery=facts.delivery.value,
            awaits=facts.awaits,
            status_words=facts.status_words,
        )
