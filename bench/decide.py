"""A decision of the firewall beside Cedar, over the same 900 cases in the same run."""

import time
from collections.abc import Callable
from itertools import product

import cedarpy

from breakwater.domain.firewall.export import Format, exported
from breakwater.domain.firewall.outcome import Outcome
from breakwater.domain.firewall.proof import ProvedPack
from breakwater.pack_folder import PackFolder

PACK = "safe-to-share-r1"
ROUNDS = 7


def table() -> list[tuple[str, str, str]]:
    """Rows of what, measured, note: microseconds a decision, the fastest of several rounds."""
    folder = PackFolder()
    file = folder.find(PACK)
    proved = folder.prove(file)
    names = [fact.name for fact in proved.pack.facts]
    cases = [
        dict(zip(names, values, strict=True))
        for values in product(*(fact.value_names for fact in proved.pack.facts))
    ]
    ours = _fastest(lambda: [proved.table.decide(case) for case in cases], len(cases))
    cedar = _fastest(_cedar(proved, cases), len(cases))
    proof = _fastest(lambda: folder.prove(file), 1)
    return [
        ("firewall: one decision, loaded pack", f"{ours:.2f} µs", "the bound is 5 µs"),
        ("cedarpy: the same question", f"{cedar:.1f} µs", "one action asked, policies parsed once"),
        (
            "firewall against cedarpy",
            f"{cedar / ours:.0f} times faster",
            "same run, same 900 cases",
        ),
        ("firewall: read and prove the pack", f"{proof / 1000:.1f} ms", "900 cases, none listed"),
    ]


def _cedar(proved: ProvedPack, cases: list[dict[str, str]]) -> Callable[[], object]:
    """Only whether it may be shared: one of the four actions, which favours Cedar."""
    policies = cedarpy.PolicySet.from_str(exported(proved, Format.CEDAR))
    entities = cedarpy.Entities.from_json_str("[]")
    requests = [
        {
            "principal": 'Officer::"any"',
            "action": f'Action::"{Outcome.MAY_SHARE}"',
            "resource": 'Information::"any"',
            "context": case,
        }
        for case in cases
    ]
    return lambda: [cedarpy.is_authorized(asked, policies, entities) for asked in requests]


def _fastest(work: Callable[[], object], decisions: int) -> float:
    """Microseconds for one of ``decisions``, in the fastest round."""
    fastest = float("inf")
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        fastest = min(fastest, time.perf_counter() - started)
    return fastest / decisions * 1e6
