"""``python -m bench [NAME…]``: run every benchmark, or those named, and print their tables."""

import importlib
import pkgutil
import sys
from collections.abc import Sequence

import bench
from bench import Table


def main(wanted: Sequence[str]) -> int:
    """Print the tables; 2 where a name is none of a benchmark."""
    known = sorted(module.name for module in pkgutil.iter_modules(bench.__path__))
    known = [name for name in known if not name.startswith("_")]
    unknown = set(wanted) - set(known)
    if unknown:
        print(f"bench: no {', '.join(sorted(unknown))}; there are {', '.join(known)}")
        return 2
    for name in wanted or known:
        module = importlib.import_module(f"bench.{name}")
        print(f"\n{(module.__doc__ or name).splitlines()[0]}\n", flush=True)
        print(_laid_out(module.table()), flush=True)
    return 0


def _laid_out(table: Table) -> str:
    what = max(len(row[0]) for row in table)
    figure = max(len(row[1]) for row in table)
    return "\n".join(f"  {row[0]:<{what}}  {row[1]:>{figure}}  {row[2]}".rstrip() for row in table)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
