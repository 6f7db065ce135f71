"""Names of bodies: those a recommendation is made to, and those that answer."""

import re
from functools import cache

from breakwater.domain.reading.passages import plain
from breakwater.domain.reading.vocabulary import phrases

_EQUIVALENTS = re.compile(
    r"\((?:or|and) (?:their )?(?:local )?equivalents?\)|\bor equivalents?\b", re.IGNORECASE
)


def _named_by_its_kind(small_words: str) -> str:
    """An organisation by its last word, for recommendations to bodies no list could hold."""
    return (
        rf"[A-Z][\w’'-]*(?: (?:{small_words}|[A-Z][\w’'-]*)){{0,6}}"
        r" (?:Executive|Service|Services|Council|Board|Authority|Agency|Office|Trust|Commission"
        r"|Regulator|Association|Institute|Inspectorate)"
    )


_ORGANISATION = _named_by_its_kind("and|of|for|the")
# In a list "and" parts two of them.
_ALONE = _named_by_its_kind("of|for|the")
# "Harbour Borough Council and Fell Homes": after what ends a name, "and" begins another.
_AFTER_ONE = (
    r"(?<=[a-z] Council) and (?=[A-Z])|(?<=[a-z] Board) and (?=[A-Z])"
    r"|(?<=[a-z] Trust) and (?!Confidence\b)(?=[A-Z])|(?<=[a-z] Service) and (?=[A-Z])"
)
# A proper name: capitalised words, with the small words that stand inside names.
_NAME = r"[A-Z][\w’'-]*(?:(?: (?:and|of|the|upon|on)){0,2} [A-Z][\w’'-]*){0,5}"
FORCE = (
    r"[A-Z][\w’'-]+(?:(?: and)? (?!(?:Police|Constabulary|Council|Board|Trust|Partnership)\b)"
    r"[A-Z][\w’'-]+){0,3}"
    r" (?:Police(?: Service| Force)?|Constabulary)\b"
    r"(?! and Crime| & Crime|,? Fire| Chiefs| Act)"
)
_PLACE = r"[A-Z][\w’'-]+(?:(?: and| upon| on| of)?(?: the)? [A-Z][\w’'-]+){0,4}"
_COMMISSIONER = r"(?:Police,? (?:Fire,? )?(?:and|&) Crime Commissioner)"
COMMISSIONER = rf"(?:Deputy )?(?:{_COMMISSIONER}|Mayor) (?:for|of) (?:the )?{_PLACE}"
OFFICE = (
    rf"Office of the {COMMISSIONER}"
    rf"|(?!The |Office |Deputy ){_PLACE} (?:Office of the )?{_COMMISSIONER}(?:’s Office)?"
)
PARTNERSHIP = rf"{_PLACE} Partnership\b"


@cache
def _class() -> str:
    return "(?i:" + "|".join(f"(?:{name})" for name in phrases("bodies", "classes")) + ")"


@cache
def _one() -> str:
    """One body, with "the" before it and "(or equivalents)" after it."""
    or_equivalents = r"(?: \((?i:(?:or|and) (?:their )?(?:local )?equivalents?)\))?"
    return rf"(?:(?i:the |all the )?(?:{_class()}|{FORCE}){or_equivalents})"


@cache
def _several() -> str:
    return rf"{_one()}(?:(?:, and |, | and |; | & |/| together with ){_one()})*"


def begins_with_body(words: str) -> bool:
    """Whether words begin with a body, a class of bodies or "all …", "every …", "any …"."""
    everyone = r"(?i:the )?(?i:all|every|everyone|each|any|those|recipients?|bodies|both)\b"
    pattern = rf"(?:{_one()}\b|{everyone}|{_NAME})"
    return bool(re.match(pattern, words))


def names_known_body(words: str) -> bool:
    """Whether words begin with a force or a class of bodies that recommendations are made to."""
    return bool(re.match(rf"{_one()}(?!\w)", words))


def is_only_bodies(words: str) -> bool:
    """Whether words name bodies and nothing else."""
    return bool(re.fullmatch(_several(), words))


def split(words: str) -> tuple[str, ...]:
    """Bodies one by one: lower case, without "to", "the" or "(or equivalents)"."""
    bare = _EQUIVALENTS.sub(" ", words).strip()
    # A line break parts two bodies, or only two words of one in a narrow column.
    is_listed = re.search(rf"^{_one()} *$\n", bare, re.MULTILINE) is not None
    whole = bare if is_listed and not is_only_bodies(plain(bare)) else plain(bare)
    stripped = (
        re.sub(r"^(?:to |the )+", "", plain(piece).lower()).strip(" .,:;")
        for piece in _pieces(whole)
    )
    return tuple(dict.fromkeys(piece for piece in stripped if piece))


def _pieces(words: str) -> list[str]:
    """One body after another; what follows "and" is another only beside a whole known one."""
    if re.fullmatch(_one(), words):
        return [words]
    listed = re.split(r",? and |, ", words)
    if len(listed) > 2 and all(re.fullmatch(rf"{_one()}|{_ALONE}", one) for one in listed):
        return listed
    first = re.match(rf"({_one()}) ?(?:, and |, | and |; ?| & |/|\n)(?=\S)", words)
    if first:
        return [first[1], *_pieces(words[first.end() :])]
    parted = re.search(rf"(?:,? and |, |; | & |/)(?={_one()})|; ?|{_AFTER_ONE}", words)
    if parted:
        return [words[: parted.start()], *_pieces(words[parted.end() :])]
    return [words]


def subject_of(text: str) -> str | None:
    """The bodies that a recommendation names as those who should act, as printed, or None."""
    more = r"(?:,? and (?:the )?[A-Za-z’ -]{3,60}?)?"
    which = r"(?: (?:of|in|that|which|with|whose|who)\b[^.;:,]{0,140}?)?"
    aside = r"(?:, [^.;:]{0,160}?,)?"
    act = r"(?:should|must|ought to|are to|need to|needs to)\b"
    each = rf"(?>{_one()}|{_ALONE})"
    listed = rf"{each}(?:, {each})+,? and {each}"
    for who in (listed, rf"{_several()}{more}{which}", COMMISSIONER, _ORGANISATION):
        match = re.search(
            rf"(?<![\w-])(?P<who>{who}){aside} (?:together |jointly |each |all )?{act}", text
        )
        if match:
            return plain(match["who"])
    match = re.search(rf"\b[Rr]ecommends? that (?P<who>{_several()})", text)
    return plain(match["who"]) if match else None


def forces_in(text: str) -> list[str]:
    """The forces named in a text, in order, each once."""
    return _named(FORCE, text)


def commissioners_in(text: str) -> list[str]:
    """The commissioners and their offices named in a text, in order, each once."""
    return _named(rf"(?:Office of the {COMMISSIONER}|{COMMISSIONER}|{OFFICE})", text)


def partnerships_in(text: str) -> list[str]:
    """The community safety partnerships named in a text, in order, each once."""
    return _named(PARTNERSHIP, text)


def _named(pattern: str, text: str) -> list[str]:
    found = (_without_article(match[0]) for match in re.finditer(rf"(?<![\w’]){pattern}", text))
    return list(dict.fromkeys(name for name in found if name))


def _without_article(name: str) -> str:
    """A name without the capitalised words of its sentence: "The", "In", a title before it."""
    words = name.split()
    while words and words[0] in phrases("bodies", "not_part_of_a_name"):
        words.pop(0)
    return " ".join(words) if len(words) > 1 else ""
