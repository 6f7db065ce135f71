"""Reads a document in a process of its own, so that a hostile one costs seconds and nothing else.

Whoever made the file is not trusted. If the reader hangs, is starved or crashes there, the
process ends and this one says so in a sentence; nothing was written and no result is partial.
"""

import multiprocessing
import os
import resource
from multiprocessing.connection import Connection

from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading.read import read_bytes
from breakwater.domain.reading.reading import Reading

LONGEST_SECONDS = 8.0
_MOST_MEMORY = 1_000_000_000


def read_within_limits(name: str, data: bytes, seconds: float = LONGEST_SECONDS) -> Reading:
    """The reading of one document; ``PlainError`` where it cannot be had within the limits."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=_read, args=(sender, name, data), daemon=True
    )
    process.start()
    sender.close()
    try:
        if not receiver.poll(seconds):
            raise PlainError("it takes longer to read than any document should")
        outcome: Reading | str = receiver.recv()
    except EOFError as error:
        raise PlainError("it is damaged in a way that stopped the reader") from error
    finally:
        process.kill()
        process.join()
        receiver.close()
    if isinstance(outcome, str):
        raise PlainError(outcome)
    return outcome


def _read(sender: Connection, name: str, data: bytes) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    # What a parser prints while it fails is not for people; the sentence below is.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    sender.send(_outcome(name, data))


def _outcome(name: str, data: bytes) -> Reading | str:
    try:
        return read_bytes(name, data)
    except PlainError as sentence:
        return str(sentence)
    except (MemoryError, RecursionError):
        return "it needs more memory than any document should"
    except BaseException:  # noqa: BLE001  (a panic of a parser written in Rust is no Exception)
        return "it is damaged, or made in a way that we do not know"
