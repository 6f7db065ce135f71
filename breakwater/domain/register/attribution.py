"""Whose words are whose in a document of several bodies."""

import re
from collections.abc import Sequence

from breakwater.domain.reading.reading import Answer
from breakwater.domain.register.bodies import Body, BodyKind

_FORCE = re.compile(r"\b(chief constable|chief officer|force|constabulary|police)\b", re.IGNORECASE)
_POLICING_BODY = re.compile(
    r"\b(commissioner|o?p[f]?cc|mayor|policing body|mopac)(’s|'s|s)?\b", re.IGNORECASE
)
_FORCES = {BodyKind.TERRITORIAL_FORCE, BodyKind.SPECIALIST_FORCE}
_POLICING_BODIES = {BodyKind.LOCAL_POLICING_BODY, BodyKind.SPECIALIST_POLICING_BODY}


def answers_by_body(
    answers: Sequence[Answer], bodies: Sequence[Body]
) -> list[tuple[Body, tuple[Answer, ...]]]:
    """Which of ``answers`` each of ``bodies`` gives; bodies that give none are left out.

    A single body gives them all. Of several, the labels decide ("Chief Constable’s comments",
    "OPCC comment"); an answer whose label names neither is given by all of them together.
    """
    said = [answer for answer in answers if answer.paragraphs]
    if len(bodies) == 1:
        return [(bodies[0], tuple(said))] if said else []
    shares = ((body, tuple(a for a in said if _may_be_of(body, a.label or ""))) for body in bodies)
    return [(body, share) for body, share in shares if share]


def _may_be_of(body: Body, label: str) -> bool:
    # "Police and Crime Commissioner" has "police" in it: the commissioner's words come first.
    if _POLICING_BODY.search(label):
        return body.kind in _POLICING_BODIES
    if _FORCE.search(label):
        return body.kind in _FORCES
    return True
