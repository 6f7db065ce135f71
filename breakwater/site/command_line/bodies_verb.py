"""``breakwater bodies``: the bodies of the register and their keys, and how more are added."""

import argparse
from pathlib import Path

from breakwater.domain.plain_error import PlainError
from breakwater.domain.register.bodies import bodies_of
from breakwater.site.command_line import register_batch
from breakwater.site.command_line.django_setup import start_django


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("words", nargs="*", metavar="WORD", help="list those named so")
    parser.add_argument(
        "--load", type=Path, metavar="FILE", help="add or renew those of a TOML file"
    )


def run(arguments: argparse.Namespace) -> int:
    """List the bodies, or load a list of them; 1 where none is found."""
    start_django()
    if arguments.load:
        return _load(arguments.load)
    from breakwater.apps.register.holding import all_bodies

    wanted = [word.lower() for word in arguments.words]
    found = [
        body
        for body in all_bodies()
        if all(
            any(word in name.lower() for name in (body.key, body.name, *body.aliases))
            for word in wanted
        )
    ]
    for body in found:
        print(f"{body.key:<46} {body.name}{' (invented)' if body.invented else ''}")
    return 0 if found else 1


def _load(path: Path) -> int:
    try:
        bodies = bodies_of(register_batch.content_of(path).decode("utf-8"))
    except UnicodeDecodeError as fault:
        raise PlainError(f"cannot read {path.name}: it is not UTF-8") from fault
    from breakwater.apps.register import changes

    print(f"{changes.load_bodies(bodies=bodies)} bodies loaded.")
    return 0
