"""Which witnesses are enough: C2SP tlog-policy."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.note import SignatureType
from breakwater.domain.audit_log.policy import read_policy
from tests.domain.audit_log.made_log import AUDITOR_KEY, LOG_KEY, POLICY, key

NAMES = ("X1", "X2", "X3", "Y1", "Y2", "Y3")
KEYS = {name: key(f"{name}.example", SignatureType.COSIGNATURE).verifier_key for name in NAMES}
LOG = f"log {LOG_KEY.verifier_key} https://log.example/\n"
WITNESSES = "".join(f"witness {name} {vkey}\n" for name, vkey in KEYS.items())
TWO_LEVELS = (
    LOG
    + "# two organisations\n\n"
    + WITNESSES
    + "group X-witnesses 2 X1 X2 X3\n\tgroup  Y-witnesses any Y1 Y2 Y3 \n"
    + "group X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n"
)


def test_the_two_level_example_of_the_text_counts_as_it_says() -> None:
    policy = read_policy(TWO_LEVELS.encode())

    for count in range(7):
        for names in combinations(NAMES, count):
            of_x = sum(name.startswith("X") for name in names)
            enough = of_x >= 2 and len(names) > of_x
            assert policy.quorum_reached([KEYS[name] for name in names]) is enough, names


def test_a_quorum_may_be_nobody_or_one_witness() -> None:
    nobody = read_policy(b"quorum none\n")
    one = read_policy(f"{WITNESSES}quorum Y2\n".encode())

    assert nobody.quorum_reached([])
    assert one.quorum_reached([KEYS["Y2"]])
    assert not one.quorum_reached([KEYS["Y1"], KEYS["X1"]])


def test_an_auditor_line_is_a_comment_to_everyone_else() -> None:
    assert read_policy(POLICY).auditors == [AUDITOR_KEY.verifier_key]
    assert read_policy(b"# auditor of what?\nquorum none\n").auditors == []
    with pytest.raises(MalformedError):
        read_policy(b"#auditor somebody\nquorum none\n")


def test_names_are_opaque_octets() -> None:
    vkey = KEYS["X1"]
    other = KEYS["X2"]
    data = b"witness \xe2\x84\xaa %b\nwitness \xff %b\nquorum \xff\n" % (
        str(vkey).encode(),
        str(other).encode(),
    )

    policy = read_policy(data)

    assert policy.quorum_reached([other])
    assert not policy.quorum_reached([vkey])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no quorum"),
        (LOG, "no quorum"),
        ("quorum none", "cut short"),
        ("quorum none\nquorum none\n", "second quorum"),
        ("quorum X1\n" + WITNESSES, "not defined above"),
        ("quorum none\r\n", "control character"),
        (LOG + LOG + "quorum none\n", "listed twice"),
        (f"log {KEYS['X1']}\nquorum none\n", "wrong type"),
        (f"witness w {LOG_KEY.verifier_key}\nquorum w\n", "wrong type"),
        (f"witness none {KEYS['X1']}\nquorum none\n", "taken"),
        (f"witness a {KEYS['X1']}\nwitness a {KEYS['X2']}\nquorum a\n", "taken"),
        (f"witness a {KEYS['X1']}\nwitness b {KEYS['X1']}\nquorum a\n", "twice"),
        (WITNESSES + "group g 0 X1\nquorum g\n", "0 of 1"),
        (WITNESSES + "group g 3 X1 X2\nquorum g\n", "3 of 2"),
        (WITNESSES + "group g many X1 X2\nquorum g\n", "not a number"),
        (WITNESSES + "group g any\nquorum none\n", "words"),
        (WITNESSES + "group g any g\nquorum none\n", "not defined above"),
        (WITNESSES + "group g any none\nquorum none\n", "not defined above"),
        (WITNESSES + "group g any X1 X1\nquorum none\n", "member twice"),
        (WITNESSES + "group g any X1\ngroup h any X1\nquorum none\n", "member twice"),
        ("believe everyone\nquorum none\n", "line 1 of the policy: “believe”"),
        ("x" * (2 << 20), "larger"),
    ],
)
def test_a_policy_with_a_fault_is_refused_in_one_sentence(text: str, says: str) -> None:
    with pytest.raises(MalformedError, match=says):
        read_policy(text.encode())


def test_thirty_two_of_each_are_read() -> None:
    lines, members = "", ""
    for number in range(32):
        log, witness = key(f"l{number}"), key(f"w{number}", SignatureType.COSIGNATURE)
        lines += f"log {log.verifier_key}\nwitness w{number} {witness.verifier_key}\n"
        lines += f"group g{number} any w{number}\n"
        members += f" g{number}"

    policy = read_policy(f"{lines}group all all{members}\nquorum all\n".encode())

    assert policy.quorum_reached(policy.witnesses.values())
    assert not policy.quorum_reached(list(policy.witnesses.values())[1:])


@given(st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)))
def test_one_more_cosignature_never_spoils_a_quorum(some: set[str], more: set[str]) -> None:
    policy = read_policy(TWO_LEVELS.encode())

    if policy.quorum_reached(KEYS[name] for name in some):
        assert policy.quorum_reached(KEYS[name] for name in some | more)
