"""Where rule packs lie on disk, ``<name>/<version>/``, and the reading of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from breakwater.domain.firewall.active_packs import ActivePacks, PackFiles, activate
from breakwater.domain.firewall.approval import read_approvers
from breakwater.domain.firewall.facts import listed
from breakwater.domain.firewall.pack_file import read_pack
from breakwater.domain.firewall.proof import ProvedPack, prove
from breakwater.domain.firewall.rules import CORE, Kind
from breakwater.domain.plain_error import PlainError

PACKS = Path(__file__).resolve().parents[1] / "packs"
# What is in force where nobody has set BREAKWATER_PACKS.
IN_FORCE = "safe-to-share-r1/2020-12-17"

_REFERENCE = re.compile(r"[a-z0-9][a-z0-9_-]*(/[a-z0-9][a-z0-9.-]*)?")


@dataclass(frozen=True, slots=True)
class PackFolder:
    """The folder that holds every pack."""

    path: Path = PACKS

    def find(self, reference: str) -> Path:
        """The rule file of ``name`` (its newest version), of ``name/version``, or at a path."""
        if _REFERENCE.fullmatch(reference):
            name, _, version = reference.partition("/")
            versions = [folder.name for folder in self._versions(name)]
            if versions and (not version or version in versions):
                return self.path / name / (version or versions[-1]) / "rule.toml"
        given = Path(reference)
        if given.exists():
            return given / "rule.toml" if given.is_dir() else given
        raise PlainError(f"there is no such pack or file; the packs are {listed(self.names())}")

    def prove(self, file: Path) -> ProvedPack:
        """The pack in a rule file, proved; a local one against the newest core of this folder."""
        pack = read_pack(read(file, "the pack"))
        if pack.kind is not Kind.LOCAL:
            return prove(pack)
        return prove(pack, read_pack(read(self.find(CORE), f"the pack {CORE}")))

    def names(self) -> list[str]:
        """The name of every pack there is."""
        folders = sorted(self.path.iterdir()) if self.path.is_dir() else []
        return [folder.name for folder in folders if self._versions(folder.name)]

    def active(self, name: str, version: str) -> PackFiles:
        """What lies there for an active pack; ``None`` for what is missing or cannot be read."""
        folder = self.path / name / version
        return PackFiles(
            name, version, _read(folder / "rule.toml"), _read(folder / "approval.toml")
        )

    def _versions(self, name: str) -> list[Path]:
        return sorted(path.parent for path in (self.path / name).glob("*/rule.toml"))


def packs_in_force(
    references: Sequence[str],
    *,
    approvers: Path,
    is_demonstration: bool,
    folder: PackFolder | None = None,
) -> ActivePacks:
    """The packs that ``references`` (``name/version``) put in force, checked and proved.

    ``approvers`` is the list of the two public keys; where there is none, nobody has approved
    anything. A list that cannot be understood is never taken for an empty one.
    """
    here = folder or PackFolder()
    listed_keys = _read(approvers)
    files = [here.active(*reference.partition("/")[::2]) for reference in references]
    keys = {} if listed_keys is None else read_approvers(listed_keys)
    return activate(files, approvers=keys, is_demonstration=is_demonstration)


def read(file: Path, what: str) -> bytes:
    """The bytes of a file; ``PlainError`` names ``what`` cannot be read."""
    content = _read(file)
    if content is None:
        raise PlainError(f"{what} cannot be read")
    return content


def read_approval_beside(file: Path) -> bytes | None:
    """The bytes of the approval beside a rule file, or ``None`` where there is none."""
    return _read(file.with_name("approval.toml"))


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
