"""Every public page, found by walking the addresses, so that pages others add are tested too.

Whoever adds an address with a part to fill in adds one example of it to ``EXAMPLES``; whoever adds
to the public record, which search engines may list, adds its name to ``RECORD``.
"""

import re
from uuid import uuid5

from breakwater.domain.open_referral.cleaning import NAMESPACE
from breakwater.site import addresses

_LOG = {"origin": "breakwater.example/register-log", "tile": "0/000", "month": "2026-10"}
_ANSWER = {"slug": "safe-to-share", "number": "1", "key": "saltmarsh-constabulary"}

# By the name of the address: values that lead to something in the demonstration.
_SERVICE = {"pk": str(uuid5(NAMESPACE, "demonstration/Southfell helpline"))}

EXAMPLES: dict[str, dict[str, str]] = {
    "open-referral-service": _SERVICE,
    # These are not there, which is an answer too.
    "open-referral-place": _SERVICE,
    "open-referral-taxonomy": _SERVICE,
    "open-referral-term": _SERVICE,
    "open-referral-organization": _SERVICE,
    "open-referral-unknown": {"_anything": "services/none"},
    **{
        f"register-data-{name}-{form}": _ANSWER
        for name in ("inspection", "body")
        for form in ("csv", "json")
    },
    "inspection": _ANSWER,
    "recommendation": _ANSWER,
    "answer": _ANSWER,
    "body": _ANSWER,
    "log": _LOG,
    "word-of": {"slug": "saltmarsh-constabulary"},
    "start-routes-known": {"known": "1"},
    **{
        f"start-{page}": {"number": "1"} for page in ("promise", "write", "check", "send", "sealed")
    },
}
# Addresses that are only sent to.
SENT_TO = {"start-check", "start-send", "start-sealed", "answers-sealed"}
# Its titles name its subjects; the titles of every other page tell nothing.
RECORD = {"inspections", "inspection", "recommendation", "answer", "bodies", "body", "logs", "log"}


def _filled(found: addresses.Address) -> str:
    values = _LOG if str(found.name).startswith("log-") else EXAMPLES.get(str(found.name), {})
    return "/" + re.sub(
        r"<\w+:(\w+)>", lambda part: values.get(str(part[1]), str(part[0])), found.address
    )


def _is_page(name: str) -> bool:
    files = ("log-", "open-referral-", "register-data-")
    others = {"leave", "robots", "security-note", *SENT_TO}
    return name not in others and not name.startswith(files)


ADDRESSES = {str(found.name): _filled(found) for found in addresses.of("public")}
EVERY_ADDRESS = list(ADDRESSES.values())
PAGES = [path for name, path in ADDRESSES.items() if _is_page(name)]
RECORD_PAGES = {path for name, path in ADDRESSES.items() if name in RECORD}
NEUTRAL_PAGES = ["/", *(path for path in PAGES if path not in RECORD_PAGES), "/no-such-page/"]
