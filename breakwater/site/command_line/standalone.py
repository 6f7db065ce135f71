"""Joining the modules of the verifier into one file, so that there is one implementation.

The modules are found by following imports from ``verify_path``, and joined in the order in which
they need one another, each as it stands but for its imports of our own. That is sound because they
import our names plainly (never a module, never renamed) and no two of them define the same name;
both are checked here, so a change that would break the joined file fails a test instead.
"""

import ast
from importlib.util import find_spec
from pathlib import Path

from breakwater.domain.plain_error import PlainError

_ENTRY = "breakwater.site.command_line.verify_path"
_OURS = "breakwater."
_HEAD = '''\
#!/usr/bin/env python3
"""Verify, offline, what a Breakwater audit log handed out or published.

Needs Python 3.9 and nothing else. Run: python3 FILE PATH [--policy FILE] [--record FILE]
PATH is a receipt, a checkpoint, a statement of figures, or the folder of an export.
Exit: 0 everything holds, 1 something does not, 2 it could not be read.

Written by "breakwater verify --write-standalone" from the modules named below. The same version
always writes the same bytes; compare the SHA-256 of this file with what the witnesses publish.
"""

from __future__ import annotations
'''
_TAIL = """

if __name__ == "__main__":
    import sys

    sys.exit(verify_main())
"""


def standalone_source() -> str:
    """The source of the stand-alone verifier; PlainError if the modules cannot be joined."""
    modules: dict[str, str] = {}
    _collect(_ENTRY, modules)
    _refuse_clashes(modules)
    return _HEAD + "".join(_section(name, source) for name, source in modules.items()) + _TAIL


def _collect(name: str, modules: dict[str, str]) -> None:
    """Add the source of ``name`` to ``modules``, behind all that it imports."""
    if name in modules:
        return
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise PlainError(f"the module {name} is not there")
    source = Path(spec.origin).read_text(encoding="utf-8")
    for node in ast.parse(source).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_OURS):
            _collect(node.module or "", modules)
    modules[name] = source


def _refuse_clashes(modules: dict[str, str]) -> None:
    defined: dict[str, str] = {}
    for module, source in modules.items():
        for name in _names_defined(ast.parse(source)):
            if name in defined:
                raise PlainError(f"{module} and {defined[name]} both define {name}")
            defined[name] = module


def _names_defined(module: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.ImportFrom) and any(alias.asname for alias in node.names):
            raise PlainError(f"an import of {node.module} is renamed, which cannot be joined")
    return names


def _section(name: str, source: str) -> str:
    lines = source.splitlines()
    for node in ast.parse(source).body:
        ours = isinstance(node, ast.ImportFrom) and (
            node.module == "__future__" or (node.module or "").startswith(_OURS)
        )
        if ours and node.end_lineno:
            lines[node.lineno - 1 : node.end_lineno] = [""] * (node.end_lineno - node.lineno + 1)
    kept = "\n".join(lines).strip()
    while "\n\n\n\n" in kept:
        kept = kept.replace("\n\n\n\n", "\n\n\n")
    return f"\n\n# {'=' * 10} {name} {'=' * 10}\n\n{kept}\n"
