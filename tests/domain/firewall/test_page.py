"""A pack as a page to read and print."""

from breakwater.domain.firewall.page import as_html, as_text
from breakwater.domain.firewall.rules import CORE
from tests.domain.firewall.packs import proved, shipped

APPROVAL = "not approved for use: nobody has signed <yet>"


def test_the_text_has_every_question_rule_duty_property_and_who_it_binds() -> None:
    pack = shipped(CORE)
    text = " ".join(as_text(proved(CORE), APPROVAL).split())

    for words in (pack.title, pack.binds, pack.purpose, pack.unfinished[0], APPROVAL):
        assert words in text
    for fact in pack.facts:
        assert fact.question in text
    for rule in pack.rules:
        assert f"{rule.says}" in text
        assert rule.source in text
    for promise in pack.always:
        assert promise.says in text
    assert proved(CORE).meaning in text


def test_the_text_fits_a_printed_page() -> None:
    assert max(map(len, as_text(proved(CORE), APPROVAL).splitlines())) <= 88


def test_the_html_says_the_same_escaped_and_loads_nothing() -> None:
    html = as_html(proved(CORE), APPROVAL)

    assert "nobody has signed &lt;yet&gt;" in html
    assert html.count("<h2>Rule ") == len(shipped(CORE).rules)
    assert not any(loader in html for loader in ("<script", "<link", "src=", "url(", "@import"))
