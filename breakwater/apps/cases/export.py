"""An organisation's cases for it to take away: each piece an age file that any age tool opens.

A member from whom a person wanted to be kept away does not carry her case off either: it is left
out, the index says how many are, and another administrator takes them.
"""

import json
from collections.abc import Iterator

from django.core.serializers.json import DjangoJSONEncoder

from breakwater.apps.cases.models import Case, Hold, Piece, RetentionRule, Tally
from breakwater.apps.organisations.models import Membership, Organisation

_RULE = ("keep_days", "review_days", "set_at")
_TALLY = ("month", "row", "count")
README = """\
What is in this folder
======================

cases.json lists your cases and their sealed pieces, one after the other. Each piece lies under
its name in this folder, as an age file (https://age-encryption.org). Nothing of this site is
needed to open it.

1. Get your organisation's key. In keys.json, beside this folder, each version of the key has
   "recovery_copies". Decode the "age_file_base64" of one into a file, and open it with the
   recovery key that your organisation printed:

       base64 -d copy.txt > organisation.age
       age -d -i recovery-key.txt organisation.age > organisation-key.txt

2. Open a piece (cases.json says which version of the key it was sealed to):

       age -d -i organisation-key.txt PIECE.age > piece.padded

3. Take the padding off. The first four bytes say how long the content is:

       python3 -c 'import sys; b = open(sys.argv[1], "rb").read(); \\
       sys.stdout.buffer.write(b[4:4 + int.from_bytes(b[:4], "big")])' piece.padded > piece

The first line of what you get is JSON: the words that were written, or the name of a file, whose
bytes follow that line.
"""


def belongings(organisation: Organisation) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Named lists of plain rows that belong to no single case."""
    rules = RetentionRule.objects.filter(organisation=organisation)
    yield "retention-rule", list(rules.values(*_RULE))
    tallies = Tally.objects.filter(organisation=organisation).order_by("month", "row")
    yield "counts-of-cases", list(tallies.values(*_TALLY))


def files(member: Membership) -> Iterator[tuple[str, bytes]]:
    """Every sealed piece under its name, then the index; one piece in memory at a time."""
    yield "cases/README.txt", README.encode()
    index: list[dict[str, object]] = []
    seen = Case.objects.seen_by(member)
    for case in seen.order_by("opened_at", "pk").select_related("assignee__person").iterator(200):
        pieces = []
        for number, piece in enumerate(case.pieces.select_related("added_by"), start=1):
            name = f"{case.reference}/{number:04}-{piece.sort}.age"
            yield f"cases/{name}", bytes(piece.sealed)
            pieces.append(_piece(piece, name))
        index.append(_case(case) | {"pieces": pieces})
    left_out = Case.objects.of(member.organisation).count() - len(index)
    listed = {"cases": index, "left_out_because_you_are_kept_away": max(left_out, 0)}
    yield "cases/cases.json", json.dumps(listed, cls=DjangoJSONEncoder, indent=2).encode()


def _case(case: Case) -> dict[str, object]:
    fields = ("reference", "origin", "state", "outcome", "is_in_danger", "opened_at")
    days = ("answer_by", "answered_at", "closed_at", "keep_days", "review_on", "erase_on")
    holds = Hold.objects.filter(case=case, lifted_at__isnull=True)
    return {name: getattr(case, name) for name in (*fields, *days)} | {
        "looked_after_by": case.assignee.person.email if case.assignee else None,
        "held_because": [hold.reason for hold in holds],
    }


def _piece(piece: Piece, name: str) -> dict[str, object]:
    by = piece.added_by
    return {
        "file": name,
        "sort": piece.sort,
        "key_version": piece.key_version,
        "added_at": piece.added_at,
        "added_by": getattr(by, "email", None),
    }
