"""A whole export: it holds, and whatever is done to it is caught and named."""

import datetime
import random
from collections.abc import Callable
from hashlib import sha256

import pytest

from breakwater.domain.audit_log.cosignature import Check
from breakwater.domain.audit_log.export import verify_export
from breakwater.domain.audit_log.exporting import companions, export_files, manifest_of
from breakwater.domain.audit_log.figures import state_figures
from breakwater.domain.audit_log.findings import Finding, all_hold
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.audit_log.manifest import Manifest
from breakwater.domain.audit_log.policy import Policy, read_policy
from breakwater.domain.audit_log.signing import sign
from tests.domain.audit_log.made_log import (
    AUDITOR_KEY,
    LOG_KEY,
    LOG_ML_DSA_KEY,
    POLICY,
    MadeLog,
    made_log,
)

TODAY = datetime.date(2026, 11, 23)


def figures_of(log: MadeLog) -> bytes:
    openings = list(enumerate(log.openings))
    statement = state_figures(log.checkpoint(), "2026-10", openings, TODAY)
    return str(sign(str(statement), [AUDITOR_KEY])).encode()


def exported(size: int = 600) -> dict[str, bytes]:
    log = made_log(size)
    return log.export(figures={"2026-10": figures_of(log)})


EXPORT = exported()


def verified(files: dict[str, bytes], policy: Policy | None = None) -> list[Finding]:
    return verify_export(files.get, files, policy)


def failures(findings: list[Finding]) -> list[str]:
    return [finding.says for finding in findings if finding.check is Check.FAILS]


@pytest.mark.parametrize("size", [0, 1, 30, 255, 256, 257, 600])
def test_an_export_of_any_size_holds(size: int) -> None:
    assert failures(verified(exported(size))) == []
    assert failures(verified(exported(size), read_policy(POLICY))) == []


def test_a_large_export_has_tiles_of_three_levels_and_holds() -> None:
    files = exported(66_000)

    assert "tile/2/000.p/1" in files
    assert all_hold(verified(files))


def test_it_says_what_holds_and_what_no_log_can_show() -> None:
    said = " ".join(finding.says for finding in verified(EXPORT))

    assert "640 entries hash to the signed root" in said
    assert "The MANIFEST is entry 600 of the log" in said
    assert "signed by the auditor commissioner.example/auditor" in said
    assert "Reports written on the public site, 150" in said
    assert "no log can show that" in said
    assert "came with the export itself" in said


def tampered(files: dict[str, bytes], dice: random.Random) -> tuple[str, dict[str, bytes]]:
    """Do one of five things to an export; what was done, and the result."""
    paths = sorted(files)
    path, other = dice.choice(paths), dice.choice(paths)
    data, at = files[path], dice.randrange(len(files[path]))
    changes: dict[str, Callable[[], dict[str, bytes]]] = {
        "change": lambda: {path: data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :]},
        "truncate": lambda: {path: data[:at]},
        "swap": lambda: {path: files[other], other: data},
        "delete": lambda: {path: b""},
        "add": lambda: {f"{path}{dice.choice(['.old', '~', '/x', '0'])}": data},
    }
    done = dice.choice(sorted(changes))
    result = files | changes[done]()
    if done == "delete":
        del result[path]
    return f"{done} {path} {at} {other}", result


def test_two_hundred_random_tamperings_are_all_caught() -> None:
    dice, caught = random.Random(4), 0
    while caught < 200:
        done, files = tampered(EXPORT, dice)
        if files == EXPORT:
            continue
        assert failures(verified(files)), done
        assert not all_hold(verified(files, read_policy(POLICY))), done
        caught += 1


def changed(path: str, at: int) -> dict[str, bytes]:
    data = EXPORT[path]
    return EXPORT | {path: data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :]}


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (changed("tile/entries/001", 66 * 4 + 9), "Entry 260 is not the one"),
        (changed("tile/entries/001", 66 * 4), "tile/entries/001 does not hold 256 entries"),
        (changed("tile/0/001", 32 * 7), "Entry 263 is not the one"),
        (changed("tile/1/000.p/2", 40), "tile/1/000.p/2 does not follow from the tiles below"),
        (changed("tile/entries/002.p/88", 70), "tile/entries/002.p/88 is not the one the MANIFEST"),
        (changed("policy", 5), "policy"),
        (changed("log.vkey", 5), "key"),
        (changed("figures/2026-10", 40), "figures/2026-10 is not the one the MANIFEST"),
        (changed("MANIFEST", 99), "MANIFEST"),
        (changed("MANIFEST.entry", 6), "MANIFEST"),
        (EXPORT | {"tile/9/000": b""}, "“tile/9/000” does not belong"),
        (EXPORT | {"a\nb": b"", "c": b""}, "“a?b” does not belong to the export (nor do 1 others)"),
        ({}, "The file checkpoint is missing"),
        ({"checkpoint": EXPORT["checkpoint"]}, "The file policy is missing"),
    ],
)
def test_what_is_wrong_is_named(files: dict[str, bytes], says: str) -> None:
    assert any(says in sentence for sentence in failures(verified(files)))


def test_a_rewritten_log_with_the_old_checkpoint_is_caught() -> None:
    other = made_log(599)
    other.append(Kind.RELEASED, b"what really happened")
    rewritten = other.export(figures={"2026-10": EXPORT["figures/2026-10"]})

    found = failures(verified(rewritten | {"checkpoint": EXPORT["checkpoint"]}))

    assert "The entries do not hash to the root that the checkpoint signs." in found


def with_checkpoint(change: Callable[[list[str]], list[str]]) -> dict[str, bytes]:
    """The export with the lines of its checkpoint changed: the last three are witnesses'."""
    lines = EXPORT["checkpoint"].decode().splitlines(keepends=True)
    return EXPORT | {"checkpoint": "".join(change(lines)).encode()}


def spoiled(line: str) -> str:
    at = line.index(" ", 2) + 40
    return line[:at] + ("A" if line[at] != "A" else "B") + line[at + 1 :]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda lines: [*lines[:-1], lines[-1].replace("harbour", "stranger")], "whom no policy"),
        (lambda lines: [*lines, lines[-1]], "two signatures by one key"),
        (
            lambda lines: [*lines[:-1], spoiled(lines[-1])],
            "by harbour.example/witness (Ed25519) is",
        ),
    ],
)
@pytest.mark.parametrize("narrow", [False, True])
def test_no_signature_in_an_export_goes_unchecked_even_where_the_quorum_needs_it_not(
    change: Callable[[list[str]], list[str]], says: str, narrow: bool
) -> None:
    without_harbour = POLICY.replace(
        b" commissioner inspectorate harbour", b" commissioner inspectorate"
    )
    lines = [line for line in without_harbour.split(b"\n") if b"witness harbour" not in line]
    policy = read_policy(b"\n".join(lines)) if narrow else None

    found = failures(verified(with_checkpoint(change), policy))

    assert len(found) == 1
    assert says in found[0]


def test_a_manifest_entered_as_something_else_is_caught() -> None:
    log = made_log(3)
    keys = [LOG_KEY.verifier_key, LOG_ML_DSA_KEY.verifier_key]
    beside = companions(keys, POLICY, {})
    manifest = manifest_of(log.stored(), 3, beside)
    index = log.append(Kind.FILLER, str(manifest).encode())
    entry = (index, log.opened(index))

    files = dict(export_files(log.stored(), log.signed(), manifest, entry, beside))

    assert failures(verified(files)) == ["The MANIFEST is not entry 3 of the log."]


def test_figures_of_another_log_are_caught_though_listed_and_signed() -> None:
    other = made_log(500)
    other.append(Kind.RELEASED, b"only there")

    found = failures(verified(made_log(600).export(figures={"2026-10": figures_of(other)})))

    assert found == ["The figures in figures/2026-10 were not counted on this log."]


def test_an_old_tile_that_the_tree_never_had_is_caught_though_the_log_itself_listed_it() -> None:
    log, other, old = made_log(600), made_log(599), "tile/entries/002.p/88"
    other.append(Kind.RELEASED, b"another last entry")
    foreign = dict(other.stored().files(600))[old]
    beside = companions([LOG_KEY.verifier_key, LOG_ML_DSA_KEY.verifier_key], POLICY, {})
    true = manifest_of(log.stored(), 600, beside)
    lying = Manifest(true.origin, true.size, {**true.sums, old: sha256(foreign).hexdigest()})
    index = log.append(Kind.MANIFEST, str(lying).encode())
    log.fill(64)
    entry = (index, log.opened(index))
    files = dict(export_files(log.stored(), log.signed(), lying, entry, beside))

    found = failures(verified(files | {old: foreign}))

    assert found == [f"The file {old} is not what the log's tree begins with."]


def test_an_export_is_judged_by_the_policy_given_not_by_its_own() -> None:
    stranger = read_policy(b"quorum none\n")

    found = failures(verified(EXPORT, stranger))

    assert any("No key that the policy lists for this log" in says for says in found)


def test_nothing_in_an_export_tells_a_report_from_a_filler() -> None:
    quiet, busy = made_log(0), made_log(0)
    for _ in range(88):
        quiet.append(Kind.FILLER)
        busy.append(Kind.REPORT_RECEIVED, b"A long and frightened report. " * 40)

    one, other = quiet.export(), busy.export()

    assert sorted(one) == sorted(other)
    assert {path: len(data) for path, data in one.items()} == {
        path: len(data) for path, data in other.items()
    }
    for path, data in other.items():
        assert b"report" not in data, path
        assert b"frightened" not in data, path
