"""The verbs of a case: one transaction and one entry each, never a word unsealed."""

from breakwater.apps.cases.changes.erasing import ask_to_erase, call_off_erasure, erase_case
from breakwater.apps.cases.changes.opening import (
    SealedPiece,
    add_piece,
    enter,
    log_of,
    open_case,
)
from breakwater.apps.cases.changes.working import assign, close, have_read, reopen, take, withdraw

__all__ = [
    "SealedPiece",
    "add_piece",
    "ask_to_erase",
    "assign",
    "call_off_erasure",
    "close",
    "enter",
    "erase_case",
    "have_read",
    "log_of",
    "open_case",
    "reopen",
    "take",
    "withdraw",
]
