"""Who answers, and who signed."""

import re
from collections.abc import Iterator, Sequence

from breakwater.domain.reading import bodies, tables
from breakwater.domain.reading.drafts import Draft
from breakwater.domain.reading.outside import Outside
from breakwater.domain.reading.passages import Passage, Source, Table, plain
from breakwater.domain.reading.vocabulary import either

# "L.H.", "R. McA.", "M. O’D.", "C. de V.": a person as published documents here name them.
_INITIALS = (
    r"(?:(?:Mc|Mac|[OD]’)?[A-Z][a-z]?\. ?(?:(?:de|van|von|der|la|Mc|Mac|[OD]’) ?)*){2,4}"
    r"(?:Mc[A-Z]\.|[OD]’[A-Z]\.)?"
)
_DEGREE = r"(?:QPM|KPM|CBE|OBE|MBE|MBA|MA|MSc|BA|BSc|LLB|PhD|DL|JP|Dip)\b"
# Each honour reaches to the next, so that there is one way only to part them.
_HONOURS = rf"(?:,? ?\b{_DEGREE}(?:(?! - | {_DEGREE})[^,–—])*)+"
_SIGNATURE_LENGTH = 8
_LONGEST_POST = 90
_EMPLOYER = re.compile(
    rf"(?:,| of| for| [–—-])? (?:the )?(?:Office of .+|OPCC\b.*"
    rf"|(?!(?:Chief|Constable|Commissioner|Superintendent|Inspector|Officer|Director|Executive)\b)"
    rf"(?:{bodies.PARTNERSHIP}|{bodies.FORCE}))$"
)
_FORCE_LABEL = re.compile(
    r"\b(?:force|constabulary|police|chief constable)(?:’s)?\b", re.IGNORECASE
)
_COMMISSIONER_LABEL = re.compile(
    r"\b(?:opcc|pcc|pfcc|(?<!deputy )commissioner)(?:’s)?\b", re.IGNORECASE
)


def signature_lines(source: Source) -> list[Passage]:
    """The lines of the signatures: after the close, or after initials standing alone."""
    passages = list(_lines(source))
    found: list[Passage] = []
    for index, passage in enumerate(passages):
        if either("prose", "close").match(passage.text):
            found.extend(_until_end(passages[index : index + _SIGNATURE_LENGTH]))
        elif re.match(rf"{_INITIALS}(?:$|\s?[–—,-]|\s?[A-Z])", passage.text):
            found.extend(_until_end(passages[index : index + 3]))
    return list({id(passage): passage for passage in found}.values())


def _lines(source: Source) -> Iterator[Passage]:
    """The lines outside recommendations' tables; signatures may stand side by side in a table."""
    for part in source.parts:
        if isinstance(part, Table):
            yield from () if tables.drafts_in(part) else tables.lines_around(part)
        elif part.text:
            yield part


def posts_in(lines: Sequence[Passage]) -> list[tuple[str, Passage]]:
    """The posts on signature lines, without names, honours or the employer's name."""
    posts: dict[str, Passage] = {}
    for line in lines:
        post = _post(line.text)
        if post:
            posts.setdefault(post, line)
    return list(posts.items())


def responding_bodies(
    source: Source, out: Outside, drafts: Sequence[Draft], is_review: bool
) -> list[str]:
    """Every body whose own answer is in the document, as it names itself in full."""
    if is_review:
        named = bodies.partnerships_in(out.text) or bodies.partnerships_in("\n".join(source.around))
        return named[:1]
    signed = signature_lines(source)
    spoken = [*signed, *out.fact("sender"), *_speaking_lines(out)]
    headings = dict.fromkeys(answer.label for draft in drafts for answer in draft.answers)
    found = [
        name for words in (*(line.text for line in spoken), *headings) for name in _bodies_in(words)
    ]
    labels = [answer.label for draft in drafts for answer in draft.answers] + [
        line.text
        for line in out.lines
        if len(line.text) < 80 and either("prose", "section_label").match(line.text)
    ]
    is_by_force = any(_FORCE_LABEL.search(label) for label in labels) or any(
        re.match(r"(?:[A-Z]\w+ )*Chief Constable$", post) for post, _ in posts_in(signed)
    )
    commissioners = [label for label in labels if _COMMISSIONER_LABEL.search(label)]
    is_by_commissioner = bool(commissioners)
    # Where only some of the labels name the commissioner, the others stand for the force.
    is_by_force = is_by_force or bool(commissioners and len(set(commissioners)) < len(set(labels)))
    replies = (reply.text for draft in drafts for reply in draft.replies)
    is_by_force = is_by_force or any(map(either("prose", "quotes_force").search, replies))
    if is_by_commissioner and not any(map(_is_commissioner, found)):
        found.extend(bodies.commissioners_in(_everything(out, drafts))[:1])
    if not any(not _is_commissioner(name) for name in found) and (is_by_force or not found):
        found.extend(_main_force(source, out, drafts))
    if not found:
        found.extend(bodies.commissioners_in(out.text + "\n" + "\n".join(source.around))[:1])
    return _each_once(found)


def _until_end(lines: Sequence[Passage]) -> Iterator[Passage]:
    for position, line in enumerate(lines):
        if position and either("prose", "after_signature").match(line.text):
            return
        yield line


def _post(text: str) -> str | None:
    words = re.sub(
        r"^(?:.*\bsigned|yours \w+|kind regards|regards|countersigned)\b[ :,]*",
        "",
        text,
        flags=re.IGNORECASE,
    )
    words = re.sub(r"\s*\((?:[A-Z]\.\s?)+\)$|,? (?:for and )?on behalf of .*$", "", words)
    words = re.sub(rf"^{_INITIALS}(?:{_HONOURS})?(?:\s*[–—,-])?\s*", "", words)
    name, *rest = re.split(r"\s+[–—-]\s+", words, maxsplit=1)
    words = rest[0] if rest and _names_post(rest[0]) else name
    words = plain(re.sub(rf"{_HONOURS}$", "", _EMPLOYER.sub("", words))).strip(" ,.–—-")
    is_post = words and len(words) < _LONGEST_POST and words[-1] != ":" and _names_post(words)
    is_post = is_post and not words.startswith("by ")
    return words if is_post and not either("prose", "never_signed").match(words) else None


def _names_post(words: str) -> bool:
    return bool(either("prose", "posts").search(words))


def _speaking_lines(out: Outside) -> Iterator[Passage]:
    """Lines that say whose answer this is: "Comments of …", "… sent a single reply with …"."""
    return (line for line in out.lines if either("prose", "speaks_for").search(line.text))


def _bodies_in(text: str) -> list[str]:
    return bodies.commissioners_in(text) + bodies.forces_in(text)


def _is_commissioner(name: str) -> bool:
    return "Commissioner" in name or "Mayor" in name


def _main_force(source: Source, out: Outside, drafts: Sequence[Draft]) -> list[str]:
    """The force the document names; else the one the page around it does; else its parts."""
    shouted = "\n".join(line.text.title() for line in out.lines if line.text.isupper())
    for text in (out.text, "\n".join(source.around), _everything(out, drafts), shouted):
        forces = bodies.forces_in(text)
        if forces:
            return forces[:1]
    return _put_together(_everything(out, drafts))


def _put_together(text: str) -> list[str]:
    """A force called by its place in one line and "the Constabulary" in another."""
    kind = re.search(r"\bthe (Constabulary|Police Service)\b", text)
    place = re.search(
        r"(?:^|[.–—:] |\b(?:in|at|for) )(?P<place>[A-Z][a-z]{3,}(?: [A-Z][a-z]+)?) (?:has|have|is"
        r"|will|police|had|was)\b",
        text,
        re.MULTILINE,
    )
    return [f"{place['place']} {kind[1]}"] if kind and place else []


def _everything(out: Outside, drafts: Sequence[Draft]) -> str:
    said = [passage.text for draft in drafts for passage in (*draft.text, *draft.replies)]
    return "\n".join([out.text, *said])


def _each_once(names: Sequence[str]) -> list[str]:
    """One name for one body: an office and its commissioner of the same place are one."""
    kept: dict[str, str] = {}
    for name in names:
        place = name.rpartition(" for ")[2] if _is_commissioner(name) else name
        kept.setdefault(f"{_is_commissioner(name)} {place}", name)
    return list(kept.values())
