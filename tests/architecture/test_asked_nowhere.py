"""Immigration status, or doubt about it, is asked nowhere and stored nowhere."""

import re
from pathlib import Path

from django.apps import apps

from breakwater.domain.disclosures.fields import Field
from breakwater.domain.firewall.asking import situation
from breakwater.domain.firewall.combination import Combination
from breakwater.pack_folder import PackFolder

# A column, a fact or a field of a form that would hold it.
_STATUS = re.compile(
    r"immigration_?status|nationality|citizen|visa\b|asylum|leave_to_remain|overstay|undocumented"
    r"|insecure_?status|doubt",
    re.IGNORECASE,
)
_APPS = Path(__file__).resolve().parents[2] / "breakwater"


def test_no_table_has_a_place_for_it() -> None:
    found = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if _STATUS.search(field.name)
    ]
    assert found == []


def test_no_rule_pack_asks_it_and_no_release_has_a_field_for_it() -> None:
    folder = PackFolder()
    packs = [folder.prove(folder.find(name)) for name in folder.names()]
    asked = [fact.name for pack in packs for fact in situation(Combination([pack]))]

    assert len(packs) == 6
    assert [name for name in [*asked, *Field] if _STATUS.search(name)] == []


def test_no_form_has_a_field_for_it() -> None:
    declared = re.compile(r"^    (\w+) = .*(?:Field|_line|_lines)\(", re.MULTILINE)
    names = [
        f"{path.stem}.{name}"
        for path in _APPS.rglob("*.py")
        for name in declared.findall(path.read_text(encoding="utf-8"))
    ]

    assert len(names) > 50
    assert [name for name in names if _STATUS.search(name)] == []
