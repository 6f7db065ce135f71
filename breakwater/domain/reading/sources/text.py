"""Reads plain text: decodes it, repairs it where it was decoded wrongly, and finds paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import quantiles

import ftfy

from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading import furniture
from breakwater.domain.reading.passages import Passage, Shape, Source, plain, unbulleted
from breakwater.domain.reading.sources.text_pages import lines_of

_BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
# More control characters than this share of a text means that it is no text.
_MOST_CONTROLS = 0.01
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_RULE = re.compile(r"[-_=*~]{3,}")
_LONGEST_HEADING = 160
_SHORTEST_FULL_LINE = 40
_FEWEST_LINES, _WIDEST = 4, 110
# The second half of a body's name, cut at the end of a line, and what the body does.
_GOES_ON = re.compile(
    r"(?:Constabulary|Police|Council|Partnership|Commissioner|Constables?) (?:should|must|ought"
    r"|has|have|is|was|will|to|do|does|did|can|could|accepts?|agrees?)\b"
)
_REPAIR = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    remove_control_chars=False,
    normalization=None,
)


def decoded(data: bytes) -> tuple[str, bool]:
    """The text of some bytes, and whether a wrong character set had to be undone in it.

    Refuses bytes that are no text in any of the sets that British offices use.
    """
    text = _decode(data)
    if len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text):
        raise PlainError("it is not text or any kind of document we know")
    mended = repaired(text)
    return mended, mended != "\n".join(text.splitlines())


def repaired(text: str) -> str:
    """The text with what was once decoded with the wrong character set put right, line by line."""
    return "\n".join(ftfy.fix_encoding(line, _REPAIR) for line in text.splitlines())


def read_text(text: str) -> Source:
    """The paragraphs of a plain text; a paragraph cut over several lines is put together."""
    passages: list[Passage] = []
    width = _width(text)
    previous = ""
    lines, around = lines_of(text)
    for number, line in lines:
        words = plain(line)
        if words and not furniture.is_furniture_line(words):
            if _RULE.fullmatch(words) and previous and _may_be_underlined(passages[-1:]):
                level = 1 if words[0] == "=" else 2
                passages[-1] = replace(passages[-1], shape=Shape.HEADING, level=level)
                words = ""
            elif passages and _continues(previous, words, width):
                last = passages[-1]
                passages[-1] = last.saying(f"{last.text} {words}")
            else:
                passages.append(_passage(words, number))
        previous = words
    return Source(tuple(passages), around, is_laid_out=False)


def _may_be_underlined(last: Sequence[Passage]) -> bool:
    """Whether a rule just below a line makes a heading of it, and parts nothing."""
    return any(
        line.text and len(line.text) <= _LONGEST_HEADING and not line.text.endswith((".", "?", "!"))
        for line in last
    )


def _decode(data: bytes) -> str:
    for mark, charset in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return data.decode(charset, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _passage(words: str, number: int) -> Passage:
    bare, has_bullet = unbulleted(words)
    if _RULE.fullmatch(words):
        return Passage("", f"line {number}", Shape.BREAK)
    return Passage(bare, f"line {number}", Shape.ITEM if has_bullet else Shape.PARAGRAPH)


def _width(text: str) -> float | None:
    """The width a text was wrapped to, or None where each paragraph is one long line."""
    lengths = [len(line.rstrip()) for line in text.splitlines() if line.strip()]
    # One line that somebody wrote over the edge does not change how the others were wrapped.
    longer = sum(length > _WIDEST for length in lengths)
    if len(lengths) < _FEWEST_LINES or longer > max(1, len(lengths) // 50):
        return None
    return quantiles(lengths, n=20)[-2]


def _continues(previous: str, words: str, width: float | None) -> bool:
    if not previous or unbulleted(words)[1]:
        return False
    if words[0].islower() and not previous.endswith((":", ";")):
        return True
    is_parted = words[0] == "(" or previous.count("(") > previous.count(")")
    if is_parted and previous[-1] not in ".:;!?" and len(previous) > _SHORTEST_FULL_LINE:
        return True
    if _GOES_ON.match(words) and previous[-1].isalnum():
        return True
    is_full = width is not None and len(previous) > 0.8 * width
    return is_full and not re.match(
        r"(?:recommendation|rec|afi|report (?:was )?(?:first )?published|report to)\b"
        r"|\w[\w ’'&-]{0,40}:|\[",
        words,
        re.IGNORECASE,
    )
