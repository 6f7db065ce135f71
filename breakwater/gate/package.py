"""What a receiver is handed: an ordinary ZIP file inside an ordinary age file.

Only the gate makes one. It opens with any age tool and the receiver's key; inside are the fields,
the question that was authorised, the receipt, and the record that the receipt proves.
"""

import io
import json
import zipfile
from collections.abc import Mapping

import pyrage

from breakwater.domain.disclosures.question import Question
from breakwater.gate.log_signer import RefusedError

_README = """This package was released through the gate of Breakwater.

fields.json          what you asked for, and nothing else
question.json        exactly what was authorised, and on what grounds
receipt.tlog-proof   proof that the release was entered in the force's audit log
record.json          the entry that the receipt proves

Check it before you use it, offline, with the force's published policy:

    breakwater verify receipt.tlog-proof --record record.json --policy policy

A package without a receipt that holds did not come through the gate. Refuse it.
"""
# So that the size of the sealed file says little about what is in it.
_STEP = 16_384
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def sealed_package(
    *, fields: Mapping[str, str], question: Question, receipt: str, record: bytes
) -> bytes:
    """The age file that ``question.receiver_key`` alone opens."""
    try:
        receiver = pyrage.x25519.Recipient.from_str(question.receiver_key)
    except pyrage.RecipientError:
        raise RefusedError("the receiver's key is none") from None
    sealed: bytes = pyrage.encrypt(_zip(fields, question, receipt, record), [receiver])
    return sealed


def _zip(fields: Mapping[str, str], question: Question, receipt: str, record: bytes) -> bytes:
    members = {
        "README.txt": _README.encode(),
        "fields.json": json.dumps(dict(fields), ensure_ascii=False, indent=2).encode(),
        "question.json": question.text.encode(),
        "receipt.tlog-proof": receipt.encode(),
        "record.json": record,
    }
    size = sum(map(len, members.values()))
    members["padding"] = bytes(-size % _STEP)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name, _EARLIEST), content)
    return file.getvalue()
