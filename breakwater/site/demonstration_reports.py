"""The demonstration's reports: one on each pathway, sent through the verbs that the pages use.

One of them was answered; its code is printed at every start, so that anybody can come back with it.
"""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac

from breakwater.apps.cases.changes import SealedPiece
from breakwater.apps.cases.models import Piece
from breakwater.apps.organisations.models import Notice, OutgoingMessage
from breakwater.apps.reports import routes
from breakwater.apps.reports.changes import conversation, sending
from breakwater.apps.reports.changes.sending import Return, Sent
from breakwater.apps.reports.models import Report
from breakwater.apps.reports.routes import Route
from breakwater.domain.cases.content import Part, words_content
from breakwater.domain.reports.code import Code, code_from
from breakwater.sealing.reporter import reporter_keys, safe_word_mark
from breakwater.sealing.seal import seal
from breakwater.site import demonstration_keys
from breakwater.site import demonstration_people as people
from breakwater.site.demonstration_month import ago

SAFE_WORD = "kingfisher"
_ASKED, _REACH = "What do you want to tell them?", "How can they reach you safely?"
_ONLY_HERE = "Only on this site. I will come back with a code"
# What was written on each pathway, by its number in the file.
_WRITTEN: dict[int, tuple[str, tuple[Part, ...]]] = {
    1: (
        "ar",
        (
            Part(_ASKED, "زوجي يأخذ راتبي ويخبئ أوراقي. أخاف أن أعود إلى البيت."),
            Part(_REACH, _ONLY_HERE),
        ),
    ),
    2: (
        "pl",
        (
            Part(_ASKED, "Szef zatrzymał moją wypłatę i grozi mi."),
            Part(_REACH, "They can send me a text message"),
            Part("When is it safe to reach you?", "Niedziela po południu"),
        ),
    ),
    3: (
        "en-gb",
        (
            Part(_ASKED, "A neighbour follows my daughter home from school."),
            Part("Who is it about?", "It is about a child"),
            Part(_REACH, "They can call me"),
        ),
    ),
    4: ("en-gb", (Part("What do you want to ask them?", "Can I take my children with me?"),)),
}
_ANSWERED = 1
_ANSWER = "نحن نصدقك. يمكننا أن نلتقي يوم الثلاثاء. ماذا يناسبك؟"


def load() -> list[str]:
    """Send them, and answer one."""
    with demonstration_keys.gate():
        routes.forget()
        for number, (language, parts) in _WRITTEN.items():
            report = _send(routes.here().route(number), language, parts, ago(timedelta(hours=5)))
            if number == _ANSWERED:
                _answer(report, timezone.now())
    # What came before is not news on the first day, and nobody reads these addresses.
    Notice.objects.filter(kind__startswith="case-").delete()
    OutgoingMessage.objects.all().delete()
    return [f"Sent {len(_WRITTEN)} reports, one on each pathway, and answered one."]


def table() -> list[str]:
    """The code with which anybody can read the answer."""
    return [f"A reporter’s code to try: {code()} with the safe word “{SAFE_WORD}”."]


def code() -> Code:
    """The same at every start."""
    demonstration_keys.only_in_demonstration()
    return code_from(salted_hmac("demonstration report", "code", algorithm="sha256").digest())


def _send(route: Route, language: str, parts: tuple[Part, ...], at: datetime) -> Report:
    returns = _returns() if route.pathway.number == _ANSWERED else None
    answer_to = returns.recipient if returns else ""
    content = words_content(parts, language=language, answer_to=answer_to)
    token = salted_hmac("demonstration report", str(route.pathway.number), algorithm="sha256")
    sealed = seal(content, recipients=[route.recipient])
    sent = Sent(
        token=token.hexdigest(),
        content_mark=sending.content_mark(token.hexdigest(), [content]),
        pieces=[SealedPiece(Piece.Sort.REPORT, sealed, route.key_version)],
        sealed_in=Report.SealedIn.SERVER,
        returns=returns,
    )
    return sending.send(route=route, sent=sent, at=at).report


def _returns() -> Return:
    keys = reporter_keys(code().digits)
    return Return(keys.lookup, keys.recipient, safe_word_mark(code().digits, SAFE_WORD))


def _answer(report: Report, at: datetime) -> None:
    key = routes.readable_key(report.case.organisation)
    assert key is not None
    content = words_content([Part("", _ANSWER)], language="ar")
    conversation.answer(
        case=report.case,
        sealed=seal(content, recipients=[key.recipient, report.recipient]),
        key_version=key.version,
        by=people.person("Kit Kelp"),
        at=at,
    )
