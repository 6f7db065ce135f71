"""Where the ``breakwater`` command begins."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from breakwater.domain.plain_error import PlainError

# The module is imported only when its verb is used, so that `breakwater read` never loads Django.
VERBS = {
    "run": "start the whole product here, with the demonstration data",
    "demonstration": "load the demonstration data, or load it anew",
    "read": "read a published document into recommendations and answers",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; return 0 done, 1 found something wrong, 2 could not do it."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="breakwater", description="Tell someone without fear.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb, sentence in VERBS.items():
        verb_parser = verbs.add_parser(verb, help=sentence, description=sentence)
        if arguments[:1] == [verb]:
            _module(verb).configure(verb_parser)
    chosen = parser.parse_args(arguments)
    try:
        return int(_module(chosen.verb).run(chosen))
    except PlainError as sentence:
        print(f"breakwater: {sentence}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; that is no fault, and nothing may follow.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 2


def _module(verb: str) -> ModuleType:
    return importlib.import_module(f"breakwater.site.command_line.{verb.replace('-', '_')}_verb")


if __name__ == "__main__":
    sys.exit(main())
