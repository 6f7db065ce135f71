"""A proved pack in two public languages, so that others can read it with their own tools."""

import json
from enum import StrEnum
from xml.etree import ElementTree

from breakwater.domain.firewall.outcome import Outcome
from breakwater.domain.firewall.proof import ProvedPack
from breakwater.domain.firewall.rules import Pack, Rule

_DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"


class Format(StrEnum):
    """The languages there are."""

    DMN = "dmn"
    CEDAR = "cedar"


def exported(proved: ProvedPack, language: Format) -> str:
    """The pack as one file."""
    match language:
        case Format.DMN:
            return _dmn(proved.pack)
        case Format.CEDAR:
            return _cedar(proved.pack)


def _dmn(pack: Pack) -> str:
    """A DMN 1.3 decision table with the hit policy UNIQUE, which the proof has earned."""
    root = ElementTree.Element(
        "definitions",
        {
            "xmlns": _DMN,
            "id": "pack",
            "name": pack.full_name,
            "namespace": f"breakwater:{pack.name}",
        },
    )
    for fact in pack.facts:
        data = ElementTree.SubElement(root, "inputData", id=f"data-{fact.name}", name=fact.name)
        ElementTree.SubElement(data, "variable", name=fact.name, typeRef="string")
    decision = ElementTree.SubElement(root, "decision", id="decision", name=pack.title)
    ElementTree.SubElement(decision, "variable", name=pack.title)
    for fact in pack.facts:
        needs = ElementTree.SubElement(decision, "informationRequirement")
        ElementTree.SubElement(needs, "requiredInput", href=f"#data-{fact.name}")
    table = ElementTree.SubElement(decision, "decisionTable", hitPolicy="UNIQUE")
    for fact in pack.facts:
        column = ElementTree.SubElement(table, "input", label=fact.question)
        expression = ElementTree.SubElement(column, "inputExpression", typeRef="string")
        _text(expression, fact.name)
        _text(ElementTree.SubElement(column, "inputValues"), _strings(fact.value_names))
    for name in ("outcome", "rule", "duties"):
        column = ElementTree.SubElement(table, "output", name=name, typeRef="string")
        if name == "outcome":
            _text(ElementTree.SubElement(column, "outputValues"), _strings(tuple(Outcome)))
    for name in ("says", "source"):
        ElementTree.SubElement(table, "annotation", name=name)
    for rule in pack.rules:
        _dmn_rule(table, pack, rule)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _dmn_rule(table: ElementTree.Element, pack: Pack, rule: Rule) -> None:
    row = ElementTree.SubElement(table, "rule", id=f"rule-{rule.name}")
    for fact in pack.facts:
        values = rule.when.get(fact.name)
        _text(ElementTree.SubElement(row, "inputEntry"), _strings(values) if values else "-")
    for output in (rule.outcome.value, rule.name, " ".join(rule.must)):
        _text(ElementTree.SubElement(row, "outputEntry"), json.dumps(output))
    for note in (rule.says, rule.source):
        _text(ElementTree.SubElement(row, "annotationEntry"), note)


def _text(parent: ElementTree.Element, text: str) -> None:
    ElementTree.SubElement(parent, "text").text = text


def _strings(values: tuple[str, ...]) -> str:
    return ",".join(f'"{value}"' for value in values)


def _cedar(pack: Pack) -> str:
    """Cedar policies with one action for each outcome, and the facts in the context.

    Exactly one of the four actions is allowed in each case. ``may_share`` is also forbidden
    outright wherever a rule answers otherwise, so that no policy added beside these can permit it.
    Cedar skips a policy that errs: whoever asks must take any diagnostic for a refusal.
    """
    return "\n".join(
        [
            f"// {pack.full_name}: {pack.title}",
            "// Ask for each action; treat any error in the diagnostics as never_share.",
            "",
            *(_cedar_rule(rule) for rule in pack.rules),
        ]
    )


def _cedar_rule(rule: Rule) -> str:
    conditions = [
        f'  [{_strings(values)}].contains(context["{fact}"])' for fact, values in rule.when.items()
    ]
    when = " when {\n" + " &&\n".join(conditions) + "\n}" if conditions else ""
    notes = f"@says({_cedar_text(rule.says)})\n@source({_cedar_text(rule.source)})\n"
    if rule.must:
        notes += f"@duties({_cedar_text(' '.join(rule.must))})\n"
    permit = (
        f'@id("{rule.name}")\n{notes}'
        f'permit (principal, action == Action::"{rule.outcome}", resource){when};\n'
    )
    if rule.outcome is Outcome.MAY_SHARE:
        return permit
    return permit + (
        f'@id("{rule.name}/forbids-sharing")\n'
        f'forbid (principal, action == Action::"{Outcome.MAY_SHARE}", resource){when};\n'
    )


def _cedar_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
