"""What others read with their own tools says what the pack says."""

from xml.etree import ElementTree

import cedarpy
import pytest

from breakwater.domain.firewall.export import Format, exported
from breakwater.domain.firewall.rules import CORE
from tests.domain.firewall.packs import NAMES, cases, proved, shipped

DMN = {"d": "https://www.omg.org/spec/DMN/20191111/MODEL/"}


def strings(text: str | None) -> list[str]:
    return [part.strip().strip('"') for part in (text or "").split(",")]


def dmn_answers(xml: str) -> list[tuple[dict[str, list[str]], list[str]]]:
    """The rows of the decision table, read as any DMN tool would: conditions and outputs."""
    table = ElementTree.fromstring(xml).find(".//d:decisionTable", DMN)
    assert table is not None
    assert table.get("hitPolicy") == "UNIQUE"
    inputs = [node.text or "" for node in table.findall("d:input/d:inputExpression/d:text", DMN)]
    rows = []
    for row in table.findall("d:rule", DMN):
        entries = [node.text for node in row.findall("d:inputEntry/d:text", DMN)]
        conditions = {
            name: strings(entry)
            for name, entry in zip(inputs, entries, strict=True)
            if entry != "-"
        }
        outputs = [node.text for node in row.findall("d:outputEntry/d:text", DMN)]
        rows.append((conditions, [(text or "").strip('"') for text in outputs]))
    return rows


@pytest.mark.parametrize("name", NAMES)
def test_the_dmn_table_has_one_row_for_each_case_and_the_same_answer(name: str) -> None:
    rows = dmn_answers(exported(proved(name), Format.DMN))
    table = proved(name).table

    for case in cases(shipped(name)):
        (outputs,) = [
            outputs
            for conditions, outputs in rows
            if all(case[fact] in values for fact, values in conditions.items())
        ]
        decision = table.decide(case)
        assert outputs == [decision.outcome, decision.rule, " ".join(decision.duties)]


def test_the_dmn_table_says_what_each_rule_says_and_on_what_source() -> None:
    root = ElementTree.fromstring(exported(proved(CORE), Format.DMN))

    notes = [node.text for node in root.findall(".//d:rule[1]/d:annotationEntry/d:text", DMN)]

    assert notes == [shipped(CORE).rules[0].says, shipped(CORE).rules[0].source]


@pytest.mark.parametrize("name", NAMES)
def test_the_cedar_policies_of_every_pack_are_read_by_cedar_with_sentence_and_source(
    name: str,
) -> None:
    policies = exported(proved(name), Format.CEDAR)

    cedarpy.PolicySet.from_str(policies)

    for rule in shipped(name).rules:
        assert f'@id("{rule.name}")\n@says("{rule.says}")\n@source("{rule.source}")' in policies
