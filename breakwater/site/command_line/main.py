"""Where the ``breakwater`` command begins."""

import argparse
import contextlib
import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from breakwater.site.command_line.plain_faults import sentence_of

# The module is imported only when its verb is used, so that `breakwater read` never loads Django.
VERBS = {
    "run": "start the whole product here, with the demonstration data",
    "demonstration": "load the demonstration data, or load it anew",
    "read": "read a published document into recommendations and answers",
    "import-inspection": "take a published report, or a file of facts, into the register",
    "import": "take a published response into the register, seen before it is stored",
    "undo": "put back exactly what was before an import",
    "bodies": "list the bodies of the register, or load more",
    "directory": "take a feed of support services into the directory, or write it out",
    "prepare": "make the data ready for this version, before its sites are started",
    "serve": "serve one of the two sites, for whatever keeps services running",
    "begin": "make the operator's organisation and let its first people in",
    "send-messages": "send the e-mails that are waiting",
    "gate": "hold the log keys; sign only what extends what was signed",
    "recipients": "check whose keys the gate vouches for; start anew after a loss",
    "log": "publish, export and look after the audit logs",
    "witness": "vouch for somebody else's audit logs",
    "auditor": "count what the audit logs hold, and sign figures",
    "verify": "check offline what an audit log handed out or published",
    "pathways": "load, or list, the pathways a reporter can choose",
    "pack": "prove, show, compare, export or sign a rule pack",
    "translations": "list, gather, compile and approve the translations of the public pages",
    "decide": "ask a rule pack whether something may be shared",
    "passkey": "say whose passkeys the gate believes; it takes two people",
    "referrals": "remind, alarm, and give up waiting for what nobody took",
    "reconcile": "lay the releases of a month beside the log, the gate and the receiver",
    "lapse": "end requests to release that are older than 72 hours",
    "retention": "say which cases are past their time, and erase them for good",
    "database-roles": "on PostgreSQL, say what the web process and the gate may do",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; return 0 done, 1 found something wrong, 2 could not do it."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if sys.stdout is None:
        _hush_output()
    try:
        return _run(arguments)
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; that is no fault, and nothing may follow.
        _hush_output()
        return 0
    except KeyboardInterrupt:
        return 2
    except Exception as fault:
        sentence = sentence_of(fault)
        if sentence is None:
            raise
        return _cannot(sentence)


def _run(arguments: Sequence[str]) -> int:
    if not arguments or arguments[0] not in VERBS:
        code = _list_verbs(arguments)
    else:
        verb = arguments[0]
        code = int(_module(verb).run(parser_for(verb).parse_args(arguments[1:])))
    # What is still to be written is written here, where a full disk can be said.
    sys.stdout.flush()
    return code


def _cannot(sentence: str) -> int:
    with contextlib.suppress(OSError):
        print(f"breakwater: {sentence}", file=sys.stderr, flush=True)
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        _hush_output()
    return 2


def _hush_output() -> None:
    """Let what is still to be printed go nowhere, else Python would complain on its way out."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    if sys.stdout is None:
        sys.stdout = os.fdopen(nowhere, "w")
        return
    with contextlib.suppress(OSError, ValueError):
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def parser_for(verb: str) -> argparse.ArgumentParser:
    """The parser of one verb, with its help."""
    parser = argparse.ArgumentParser(prog=f"breakwater {verb}", description=f"{VERBS[verb]}.")
    _module(verb).configure(parser)
    return parser


def _list_verbs(arguments: Sequence[str]) -> int:
    width = max(map(len, VERBS))
    lines = [f"  {verb:<{width}}  {sentence}" for verb, sentence in VERBS.items()]
    listing = "\n".join(["usage: breakwater VERB …; breakwater VERB --help", "", *lines])
    if arguments[:1] in (["--help"], ["-h"]):
        print(listing)
        return 0
    wrong = f"there is no verb {arguments[0]!r}" if arguments else "say what to do"
    print(f"breakwater: {wrong}\n{listing}", file=sys.stderr)
    return 2


def _module(verb: str) -> ModuleType:
    return importlib.import_module(f"breakwater.site.command_line.{verb.replace('-', '_')}_verb")


if __name__ == "__main__":
    sys.exit(main())
