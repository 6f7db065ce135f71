"""What is said to the receiver: a few short answers, written out and sealed.

The browser writes it in the same shape (``static/referrals/sealed_form.js``): that of every piece
of a case (``domain/cases/content.py``).
"""

from collections.abc import Mapping, Sequence

from django.forms import BoundField

from breakwater.domain.cases.content import Part, words_content

# Form field → its heading in the message. Nothing here is ever stored unsealed.
HEADINGS = {
    "call_her": "What to call the person",
    "reach": "How to reach the person safely",
    "when": "When it is safe, and what not to do",
    "speaks": "Language",
    "needs": "What they need",
}
LARGEST_SEALED = 70_000
_AGE = b"age-encryption.org/v1\n"


def written(answers: Mapping[str, str], headings: Mapping[str, str] = HEADINGS) -> bytes:
    """The message: each answered heading with its answer."""
    return words_content([Part(heading, answers[name]) for name, heading in headings.items()])


def is_sealed(data: bytes) -> bool:
    """Whether it has the outside of an age file, and a size that a message can have."""
    return data.startswith(_AGE) and len(data) <= LARGEST_SEALED


def fields_of(bound: Sequence[BoundField]) -> list[BoundField]:
    """Those of a form that go into the message, in its order."""
    by_name = {one.name: one for one in bound}
    return [by_name[name] for name in HEADINGS if name in by_name]
