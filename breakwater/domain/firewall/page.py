"""A pack as a page that a lawyer can read and print, as plain text or as one HTML file."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from breakwater.domain.firewall.facts import listed
from breakwater.domain.firewall.outcome import Outcome
from breakwater.domain.firewall.proof import ProvedPack
from breakwater.domain.firewall.rules import Always, Pack, Rule, When

_WIDTH = 88
_INDENT = 14


@dataclass(frozen=True, slots=True)
class _Part:
    """A heading with rows beneath it; a row is a term and what it says."""

    heading: str
    rows: tuple[tuple[str, str], ...]
    is_main: bool = False


def as_text(proved: ProvedPack, approval: str) -> str:
    """The page in plain text; ``approval`` is the sentence that says who signed it."""
    lines = []
    for part in _parts(proved, approval):
        lines += ["", part.heading, ("=" if part.is_main else "-") * min(len(part.heading), _WIDTH)]
        for term, words in part.rows:
            lines += textwrap.wrap(
                f"{term:<{_INDENT - 2}}  {words}"
                if len(term) <= _INDENT - 2
                else f"{term}  {words}",
                width=_WIDTH,
                subsequent_indent=" " * _INDENT,
                break_on_hyphens=False,
            )
    return "\n".join(lines[1:]) + "\n"


def as_html(proved: ProvedPack, approval: str) -> str:
    """The page as one HTML file that loads nothing and prints well."""
    body = []
    for part in _parts(proved, approval):
        level = "h1" if part.is_main else "h2"
        body.append(f"<section><{level}>{escape(part.heading)}</{level}><dl>")
        body += [f"<dt>{escape(term)}</dt><dd>{escape(words)}</dd>" for term, words in part.rows]
        body.append("</dl></section>")
    return _HTML.format(title=escape(proved.pack.title), body="\n".join(body))


_HTML = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1rem/1.5 Georgia, serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem }}
h1 {{ line-height: 1.2 }}
dt {{ font-weight: bold; margin-top: .5rem }}
dd {{ margin: 0 0 0 1.5rem }}
@media print {{ section {{ break-inside: avoid }} }}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def _parts(proved: ProvedPack, approval: str) -> Iterator[_Part]:
    pack = proved.pack
    yield _Part(pack.title, tuple(_header(proved, approval)), is_main=True)
    for place, fact in enumerate(pack.facts, 1):
        rows = tuple((value.name, value.words) for value in fact.values)
        yield _Part(f"Question {place}: {fact.name}", (("Asked", fact.question), *rows))
    for place, rule in enumerate(pack.rules, 1):
        yield _Part(f"Rule {place}: {rule.name}", tuple(_rule(pack, rule)))
    for place, promise in enumerate(pack.always, 1):
        yield _Part(f"Always {place}: {promise.name}", tuple(_always(promise)))


def _header(proved: ProvedPack, approval: str) -> Iterator[tuple[str, str]]:
    pack = proved.pack
    yield "Pack", pack.full_name
    yield "Approval", approval
    yield "In force", " ".join(filter(None, [f"{pack.effective}.", pack.effective_note]))
    yield "Binds", pack.binds
    yield "Source", " ".join(filter(None, [pack.source, pack.source_address]))
    yield "Purpose", pack.purpose
    yield "Kind", pack.kind.sentence
    for missing in pack.unfinished:
        yield "Unfinished", missing
    yield (
        "Proved",
        (
            f"each of its {proved.cases:,} cases has exactly one of its {len(pack.rules)} rules,"
            f" and all {len(pack.always)} properties hold"
        ),
    )
    yield "Meaning", proved.meaning


def _rule(pack: Pack, rule: Rule) -> Iterator[tuple[str, str]]:
    yield "Where", _where(rule.when)
    yield "Answer", f"{rule.outcome.headline} ({rule.outcome})"
    yield "Says", rule.says
    for duty in rule.must:
        yield "Duty", f"{pack.duties[duty]} ({duty})"
    yield "Source", rule.source


def _always(promise: Always) -> Iterator[tuple[str, str]]:
    yield "Promise", promise.says
    yield "Where", _where(promise.when)
    if len(promise.where_outcome) < len(Outcome):
        yield "Of answers", _ordered(promise.where_outcome)
    if len(promise.outcome) < len(Outcome):
        yield "Answer", f"always {_ordered(promise.outcome)}"
    if promise.must:
        yield "Duty", f"always {listed(promise.must)}"


def _ordered(outcomes: Sequence[Outcome] | frozenset[Outcome]) -> str:
    return listed((outcome for outcome in Outcome if outcome in outcomes), "or")


def _where(when: When) -> str:
    if not when:
        return "in every case"
    return ", and ".join(f"{fact} is {listed(values, 'or')}" for fact, values in when.items())
