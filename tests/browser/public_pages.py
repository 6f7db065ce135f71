"""Every public page, found by walking the addresses, so that pages others add are tested too.

Whoever adds an address with a part to fill in adds one example of it to ``EXAMPLES``.
"""

from breakwater.site import addresses

# By the name of the address: values that lead to a page of the demonstration.
EXAMPLES: dict[str, dict[str, str]] = {
    "inspection": {"slug": "safe-to-share"},
    "recommendation": {"slug": "safe-to-share", "number": "1"},
    "answer": {"slug": "safe-to-share", "number": "1", "key": "wychmere-police"},
    "body": {"key": "wychmere-police"},
    "log": {"origin": "breakwater.example/register-log"},
    "log-tile": {"origin": "breakwater.example/register-log", "tile": "0/000.p/64"},
    "log-figures": {"origin": "breakwater.example/register-log", "month": "2026-01"},
    **{
        f"log-{name}": {"origin": "breakwater.example/register-log"}
        for name in ("checkpoint", "log.vkey", "policy", "MANIFEST", "MANIFEST.entry", "CONTINUES")
    },
}
# Not pages: they answer with a redirect or a text file, and are tested by name.
NOT_PAGES = {"leave", "robots", "security-note", "log-verifier", "log-verifier-checksum"}
NOT_PAGES |= {name for name in EXAMPLES if name.startswith("log-")}


def _filled(found: addresses.Address) -> str:
    path = found.address
    for name, value in EXAMPLES.get(str(found.name), {}).items():
        for kind in ("slug", "str", "int", "path"):
            path = path.replace(f"<{kind}:{name}>", value)
    return f"/{path}"


ADDRESSES = {str(found.name): _filled(found) for found in addresses.of("public")}
# The public record names its subjects in its titles; nothing else may tell what it is about.
RECORD = {"inspection", "recommendation", "answer", "body"}
PAGES = [path for name, path in ADDRESSES.items() if name not in NOT_PAGES]
NEUTRAL_PAGES = [path for name, path in ADDRESSES.items() if name not in NOT_PAGES | RECORD]
EVERY_ADDRESS = list(ADDRESSES.values())
