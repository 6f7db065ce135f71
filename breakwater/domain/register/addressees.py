"""Whom a recommendation is addressed to: classes in words, expanded to bodies on a day.

"Chief constables" is not a body; it is 43 forces on the day the report was published. "All
recipients of recommendations from this investigation" is whoever the *other* recommendations are
addressed to.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from breakwater.domain.register.bodies import Body, BodyKind


class AddresseeKey(StrEnum):
    """A class of addressees that this module can expand; ``named:<key>`` is one body by name."""

    CHIEF_CONSTABLES = "chief_constables"
    LOCAL_POLICING_BODIES = "local_policing_bodies"
    ALL_RECIPIENTS = "all_recipients"
    UNKNOWN = "unknown"


_KINDS = {
    AddresseeKey.CHIEF_CONSTABLES: BodyKind.TERRITORIAL_FORCE,
    AddresseeKey.LOCAL_POLICING_BODIES: BodyKind.LOCAL_POLICING_BODY,
}

_FORCES = re.compile(
    r"^(all )?(chief constables|chief officers|police forces|forces)( of police)?$"
)
_POLICING_BODIES = re.compile(
    r"^(all )?(police(,? fire)? and crime commissioners|pf?ccs|(local )?policing bodies)$"
)
_RECIPIENTS = re.compile(
    r"^(all|every|each)\b.*\b(recipients?|recommendations?)\b"
    r"|^every(one|body)\b.*\brecommendations?\b"
)


def names_of(bodies: Iterable[Body]) -> dict[str, str]:
    """The key of the body that each name means: official names, aliases and former names."""
    return {
        normal_wording(name): body.key for body in bodies for name in (*body.aliases, body.name)
    }


def class_of(wording: str, names: Mapping[str, str]) -> str:
    """The class that a published wording means: an :class:`AddresseeKey`, or ``named:<key>``.

    Case, spaces, a leading "to" or "the" and "(or equivalents)" make no difference. A wording
    that is neither a known class nor one of ``names`` (from :func:`names_of`) is ``unknown``, for
    a person to settle.
    """
    words = normal_wording(wording)
    if _FORCES.match(words):
        return AddresseeKey.CHIEF_CONSTABLES
    if _POLICING_BODIES.match(words):
        return AddresseeKey.LOCAL_POLICING_BODIES
    if _RECIPIENTS.match(words):
        return AddresseeKey.ALL_RECIPIENTS
    return f"named:{names[words]}" if words in names else AddresseeKey.UNKNOWN


def normal_wording(wording: str) -> str:
    """A wording as it is compared: lower case, one space, no article, no "(or equivalents)"."""
    words = re.sub(r"\((or|and) (their )?equivalents?\)|\bor equivalents?\b", " ", wording.lower())
    words = re.sub(r"[\s\u00a0]+", " ", words).strip(" .,:;")
    words = re.sub(r"^to ", "", words)
    return re.sub(r"^the ", "", words)


def expand(
    classes: Iterable[str],
    bodies: Sequence[Body],
    *,
    on: date | None,
    other_classes: Iterable[str] = (),
) -> tuple[str, ...]:
    """The keys of the bodies that ``classes`` mean on the day ``on``, in the order of ``bodies``.

    ``other_classes`` are those of the inspection's other recommendations: "all recipients" means
    them, and never itself. With no day, bodies that have not ended. Unknown classes add nobody.
    """
    meant = set(classes)
    if AddresseeKey.ALL_RECIPIENTS in meant:
        meant |= set(other_classes)
    kinds = {_KINDS[key] for key in _KINDS if key in meant}
    return tuple(
        body.key for body in bodies if f"named:{body.key}" in meant or _in(body, kinds, on)
    )


def belongs(body: Body, classes: Iterable[str]) -> bool:
    """Whether ``body`` is of a kind that ``classes`` mean, whatever the day and even if invented.

    So an invented force can answer what forces were asked, without being counted among the 43.
    """
    meant = set(classes)
    return f"named:{body.key}" in meant or any(
        key in meant and body.kind is kind for key, kind in _KINDS.items()
    )


def _in(body: Body, kinds: set[BodyKind], on: date | None) -> bool:
    return body.kind in kinds and not body.invented and body.existed_on(on)


def asked(
    classes_of: Mapping[str, Iterable[str]],
    bodies: Sequence[Body],
    *,
    on: date | None,
    invented: bool,
) -> dict[str, tuple[str, ...]]:
    """Whom each recommendation of one inspection is put to: number → keys of bodies.

    ``classes_of`` maps each number to its classes. An invented inspection is put to no real body.
    """
    everyone = frozenset(key for classes in classes_of.values() for key in classes)
    open_to = [body for body in bodies if body.invented] if invented else bodies
    return {
        number: expand(classes, open_to, on=on, other_classes=everyone)
        for number, classes in classes_of.items()
    }
