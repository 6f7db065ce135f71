"""``breakwater pack`` and ``breakwater decide``, as a person types them."""

import base64
import json
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from breakwater.pack_folder import PACKS
from breakwater.site.command_line.main import main
from tests.domain.firewall.packs import NAMES, WITHOUT_SHARING, rule_path

CORE_FILE = rule_path("safe-to-share-r1")
QUESTION = [f"{fact}={value}" for fact, value in WITHOUT_SHARING.items()]
Printed = pytest.CaptureFixture[str]


def changed(folder: Path, old: str, new: str) -> str:
    text = CORE_FILE.read_text()
    assert old in text
    file = folder / "changed.toml"
    file.write_text(text.replace(old, new, 1))
    return str(file)


@pytest.mark.parametrize("name", [*NAMES, "safe-to-share-r1/2020-12-17", str(CORE_FILE)])
def test_prove_prints_cases_rules_properties_time_and_meaning(name: str, capsys: Printed) -> None:
    assert main(["pack", "prove", name]) == 0

    printed = capsys.readouterr().out
    for row in (
        "is proved",
        "Cases ",
        "Rules ",
        "Properties ",
        "Time ",
        "Meaning ",
        "not approved",
    ):
        assert row in printed


@pytest.mark.parametrize(
    ("old", "new", "counter_example"),
    [
        (
            'legal_basis = ["missing"] }\noutcome = "not_yet"',
            'legal_basis = ["missing", "recorded"] }\noutcome = "not_yet"',
            "overlap: the rules legal-basis-missing (not_yet) and necessity-missing (not_yet)",
        ),
        ('"protective_alert", "safeguarding_body", "other"]', '"other"]', "gap: no rule answers"),
        (
            'offence = ["none"] }\noutcome = "never_share"',
            'offence = ["none"] }\noutcome = "may_share"',
            "the rule no-offence answers may_share where recipient is immigration_enforcement",
        ),
        ('binds = "', 'bind = "', "bind, which is not known"),
        ("[pack]", "[pack", "not well-formed TOML"),
    ],
)
def test_a_broken_pack_is_refused_with_its_counter_example_and_exit_1(
    old: str, new: str, counter_example: str, tmp_path: Path, capsys: Printed
) -> None:
    assert main(["pack", "prove", changed(tmp_path, old, new)]) == 1

    assert counter_example in capsys.readouterr().out


@pytest.mark.parametrize("missing", ["no-such-pack", "safe-to-share-r1/1999", "/nowhere/rule.toml"])
def test_a_pack_that_is_not_there_or_cannot_be_read_is_exit_2(
    missing: str, capsys: Printed
) -> None:
    assert main(["pack", "prove", missing]) == 2

    assert "the packs are consent-2025, local" in capsys.readouterr().err


def test_a_folder_without_a_rule_file_cannot_be_read(tmp_path: Path, capsys: Printed) -> None:
    assert main(["pack", "prove", str(tmp_path)]) == 2

    assert "the pack cannot be read" in capsys.readouterr().err


def test_a_local_pack_looser_than_the_core_is_refused(tmp_path: Path, capsys: Printed) -> None:
    text = rule_path("local").read_text()
    looser = tmp_path / "rule.toml"
    looser.write_text(text.replace('outcome = "never_share"', 'outcome = "not_yet"', 1))

    assert main(["pack", "prove", str(tmp_path)]) == 1

    printed = capsys.readouterr().out
    assert (
        "looser: the rule no-referrals answers not_yet, less protective than never_share" in printed
    )


def test_show_prints_text_or_html(capsys: Printed) -> None:
    assert main(["pack", "show", "consent-2025"]) == 0
    assert "still to be entered" in capsys.readouterr().out

    assert main(["pack", "show", "consent-2025", "--html"]) == 0
    assert capsys.readouterr().out.startswith("<!DOCTYPE html>")


def test_diff_lists_what_changed(tmp_path: Path, capsys: Printed) -> None:
    stricter = changed(
        tmp_path,
        '"another_supervisor"] }\noutcome = "may_share"',
        '"another_supervisor"] }\noutcome = "not_yet"',
    )

    assert main(["pack", "diff", "safe-to-share-r1", stricter]) == 0

    printed = capsys.readouterr().out
    assert "1. may_share becomes not_yet" in printed
    assert "(1 case)" in printed
    assert "Cases answered differently: 1." in printed


@pytest.mark.parametrize(("language", "sign"), [("dmn", "<definitions"), ("cedar", "permit (")])
def test_export_prints_the_pack_in_another_language(
    language: str, sign: str, capsys: Printed
) -> None:
    assert main(["pack", "export", "local", "--format", language]) == 0

    assert sign in capsys.readouterr().out


def test_two_offices_sign_and_the_listed_keys_confirm_it(tmp_path: Path, capsys: Printed) -> None:
    packs = tmp_path / "packs"
    shutil.copytree(PACKS, packs)
    listed = []
    for seed, office in enumerate(("data_protection_officer", "solicitor"), 1):
        key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        pem = tmp_path / office
        pem.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
        listed.append(f'{office} = "{public}"\n')
        signing = ["sign", "safe-to-share-r1", "--as", office, "--key", str(pem)]
        assert main(["pack", "--packs", str(packs), *signing]) == 0
    approvers = tmp_path / "approvers.toml"
    approvers.write_text("".join(listed))
    proving = ["pack", "--packs", str(packs), "prove", "safe-to-share-r1", "--approvers"]

    assert main([*proving, str(approvers)]) == 0
    assert "Approval    approved for use" in capsys.readouterr().out
    rule = next(packs.glob("safe*/*/rule.toml"))
    rule.write_text(rule.read_text() + "\n")
    assert main([*proving, str(approvers)]) == 0
    assert "not approved for use: the signature of the" in capsys.readouterr().out


def test_a_key_that_is_none_signs_nothing(tmp_path: Path, capsys: Printed) -> None:
    packs = tmp_path / "packs"
    shutil.copytree(PACKS, packs)
    key = tmp_path / "key"
    key.write_text("no key")

    signing = ["sign", "local", "--as", "solicitor", "--key", str(key)]
    assert main(["pack", "--packs", str(packs), *signing]) == 2

    assert "not an Ed25519 private key" in capsys.readouterr().err
    assert not list(packs.glob("**/approval.toml"))


def test_decide_as_json_has_exactly_the_public_keys(capsys: Printed) -> None:
    assert main(["decide", "--pack", "safe-to-share-r1", *QUESTION, "--json"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["outcome", "rule", "says", "source", "duties", "would_change"]
    assert answer["outcome"] == "never_share"
    assert answer["duties"] == ["link_to_support"]


def test_decide_in_words_says_that_the_pack_is_unsigned(capsys: Printed) -> None:
    assert main(["decide", "--pack", "safe-to-share-r1", *QUESTION]) == 0

    printed = capsys.readouterr().out
    assert printed.startswith("Do not share (never_share)")
    assert "the pack is unsigned and not approved for use" in printed


def test_decide_asks_several_packs_and_the_most_protective_wins(capsys: Printed) -> None:
    packs = ["--pack", "safe-to-share-r1", "--pack", "consent-2025"]
    ready = [
        *("recipient=immigration_enforcement", "about=protected_person", "offence=other_offence"),
        *("legal_basis=recorded", "necessity=recorded", "authorised_by=another_supervisor"),
    ]

    assert main(["decide", *packs, "--json", *ready, "consent=recorded"]) == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == "may_share"
    assert main(["decide", *packs, "--json", *ready, "consent=not_recorded"]) == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == "never_share"


@pytest.mark.parametrize(
    ("facts", "allowed"),
    [
        (
            QUESTION[:-1],
            "authorised_by can be nobody, the_requesting_officer or another_supervisor",
        ),
        ([*QUESTION, "status=unknown"], "the facts are recipient, about, offence, legal_basis"),
        ([*QUESTION[:-1], "authorised_by=me"], "authorised_by can only be nobody"),
        ([*QUESTION, "recipient=other"], "give each fact once"),
        (["recipient"], "give each fact once, as fact=value"),
        ([], "not every fact was given"),
    ],
)
def test_an_incomplete_or_unknown_question_is_refused_with_what_is_allowed_and_never_answered(
    facts: list[str], allowed: str, capsys: Printed
) -> None:
    assert main(["decide", "--pack", "safe-to-share-r1", "--json", *facts]) == 2

    printed = capsys.readouterr()
    assert allowed in printed.err
    assert printed.out == ""


def test_a_pack_that_is_not_proved_answers_nothing(tmp_path: Path, capsys: Printed) -> None:
    gap = changed(tmp_path, '"protective_alert", "safeguarding_body", "other"]', '"other"]')

    assert main(["decide", "--pack", gap, *QUESTION]) == 2

    printed = capsys.readouterr()
    assert "gap: no rule answers" in printed.err
    assert printed.out == ""
