"""Reads a document in a process of its own, so that a hostile one costs seconds and nothing else.

Whoever made the file is not trusted. If the reader hangs, is starved or crashes there, the
process ends and this one says so in a sentence; nothing was written and no result is partial.
"""

import os
import resource
import signal
from collections.abc import Callable
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from typing import Literal

from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading.read import read_bytes
from breakwater.domain.reading.reading import Reading

Reader = Callable[[str, bytes], Reading]

# Work is counted, not waiting, so that a busy machine refuses nothing; the wait is bounded too.
MOST_WORK_SECONDS = 7
_LONGEST_WAIT_SECONDS = 30.0
_MOST_MEMORY = 1_000_000_000
_TOO_LONG = "it takes longer to read than any document should"


def read_within_limits(
    name: str,
    data: bytes,
    seconds: int = MOST_WORK_SECONDS,
    read: Reader = read_bytes,
    begin: Literal["fork", "spawn"] = "fork",
) -> Reading:
    """The reading of one document; ``PlainError`` where it cannot be had within the limits.

    ``fork`` is quick and for a process of one thread; a web process, which has many, must
    ``spawn``.
    """
    receiver, sender = Pipe(duplex=False)
    context = get_context("fork") if begin == "fork" else get_context("spawn")
    process = context.Process(target=_read, args=(sender, name, data, seconds, read), daemon=True)
    process.start()
    sender.close()
    try:
        if not receiver.poll(_LONGEST_WAIT_SECONDS):
            raise PlainError(_TOO_LONG)
        outcome: Reading | str = receiver.recv()
    except EOFError as error:
        process.join()
        if process.exitcode == -signal.SIGXCPU:
            raise PlainError(_TOO_LONG) from error
        raise PlainError("it is damaged in a way that stopped the reader") from error
    finally:
        process.kill()
        process.join()
        receiver.close()
    if isinstance(outcome, str):
        raise PlainError(outcome)
    return outcome


def _read(sender: Connection, name: str, data: bytes, seconds: int, read: Reader) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    # What a parser prints while it fails is not for people; the sentence below is.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    sender.send(_outcome(name, data, read))


def _outcome(name: str, data: bytes, read: Reader) -> Reading | str:
    try:
        return read(name, data)
    except PlainError as sentence:
        return str(sentence)
    except (MemoryError, RecursionError):
        return "it needs more memory than any document should"
    except BaseException:
        return "it is damaged, or made in a way that we do not know"
