"""Signature verification, by the library and by our own plain Python, held to Wycheproof."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from breakwater.domain.audit_log.ed25519 import pure_ed25519_holds
from breakwater.domain.audit_log.ml_dsa_44 import pure_ml_dsa_44_holds
from breakwater.domain.audit_log.signatures import ed25519_holds, ml_dsa_44_holds
from tests.shared_input import shared


def wycheproof(name: str) -> Iterator[tuple[bytes, dict[str, Any]]]:
    groups = json.loads(shared(f"vectors/wycheproof/{name}").read_text())["testGroups"]
    for group in groups:
        key = group["publicKey"]
        for case in group["tests"]:
            yield bytes.fromhex(key["pk"] if isinstance(key, dict) else key), case


@pytest.mark.parametrize("holds", [ed25519_holds, pure_ed25519_holds])
def test_every_wycheproof_ed25519_case_is_judged_as_published(holds: Any) -> None:
    judged = 0
    for key, case in wycheproof("ed25519_test.json"):
        held = holds(key, bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"]))
        assert held is (case["result"] == "valid"), case
        judged += 1
    assert judged == 151


@pytest.mark.parametrize("holds", [ml_dsa_44_holds, pure_ml_dsa_44_holds])
def test_every_wycheproof_ml_dsa_44_case_without_context_is_judged_as_published(
    holds: Any,
) -> None:
    judged = 0
    for key, case in wycheproof("mldsa_44_verify_test.json"):
        if not case.get("ctx"):
            held = holds(key, bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"]))
            assert held is (case["result"] == "valid"), case
            judged += 1
    assert judged > 150


@settings(max_examples=40)
@given(
    st.binary(min_size=32, max_size=32),
    st.binary(max_size=80),
    st.integers(0, 63),
    st.integers(1, 255),
)
def test_the_library_and_plain_python_agree_on_good_and_changed_signatures(
    seed: bytes, message: bytes, at: int, mask: int
) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key, good = private.public_key().public_bytes_raw(), private.sign(message)
    changed = bytearray(good)
    changed[at] ^= mask

    for holds in (ed25519_holds, pure_ed25519_holds):
        assert holds(key, message, good)
        assert not holds(key, message, bytes(changed))
        assert not holds(key, message + b"!", good)


@settings(max_examples=40)
@given(st.binary(max_size=40), st.binary(max_size=70))
def test_keys_and_signatures_of_any_shape_are_refused_alike(key: bytes, signature: bytes) -> None:
    assert not pure_ed25519_holds(key, b"", signature)
    assert not ed25519_holds(key, b"", signature)
    assert not ml_dsa_44_holds(key, b"", signature)
    assert not pure_ml_dsa_44_holds(key, b"", signature)


def test_a_second_spelling_of_a_public_key_is_refused_by_both() -> None:
    # y = p + 1 is another spelling of the neutral point y = 1, under which (R = 1, S = 0) passes.
    spelled_twice = (2**255 - 19 + 1).to_bytes(32, "little")
    forged = (1).to_bytes(32, "little") + bytes(32)

    assert not pure_ed25519_holds(spelled_twice, b"anything", forged)
    assert not ed25519_holds(spelled_twice, b"anything", forged)
