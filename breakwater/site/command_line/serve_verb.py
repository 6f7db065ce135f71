"""``breakwater serve``: one of the two sites, for whatever keeps services running."""

import argparse
import os
import sys
from pathlib import Path

from breakwater.domain.plain_error import PlainError
from breakwater.site.command_line.django_setup import is_behind, start_django


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("site", choices=("public", "staff"))
    parser.add_argument("--address", default="127.0.0.1:8000", type=address, metavar="HOST:PORT")
    parser.add_argument("--workers", default=2, type=int, metavar="N", help="processes; 2")


def run(arguments: argparse.Namespace) -> int:
    """Become the web server; returns only where that cannot be."""
    os.environ["BREAKWATER_SITE"] = arguments.site
    start_django(tables=False)
    from django.conf import settings

    if is_behind() or not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise PlainError("this data is not ready for this version; run breakwater prepare")
    served = command(*arguments.address, workers=arguments.workers)
    os.execv(served[0], served)  # noqa: S606 (our own command, without a shell)


def command(host: str, port: int, *, workers: int) -> list[str]:
    """What serves a site; which one, and on what data, its environment says."""
    granian = str(Path(sys.executable).with_name("granian"))
    return [
        *(granian, "breakwater.site.wsgi:application", "--interface", "wsgi", "--no-ws"),
        *("--log-level", "error", "--workers-kill-timeout", "5"),
        *("--host", "127.0.0.1" if host == "localhost" else host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "4"),
    ]


def address(text: str) -> tuple[str, int]:
    """A host and a port, as ``argparse`` reads them."""
    host, colon, port = text.rpartition(":")
    if not (colon and host and port.isdigit() and 0 < int(port) < 65536):
        raise argparse.ArgumentTypeError("give an address as HOST:PORT, for example 127.0.0.1:8000")
    return host, int(port)
