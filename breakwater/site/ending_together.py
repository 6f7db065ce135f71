"""Processes that we start, ended with us however we end."""

import shutil
from collections.abc import Sequence


def ending_with_us(command: Sequence[str]) -> list[str]:
    """The command, told by the kernel to end when we were killed (setpriv of util-linux).

    A gate that outlived us would keep its socket, and whoever starts us again could not go on.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", *command] if setpriv else list(command)
