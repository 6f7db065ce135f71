"""Writes ``docs/reference`` from the code, or checks that what is committed still matches it.

``python -m breakwater.site.reference`` writes; with ``--check`` it only compares, and exits 1
where a page is out of date.
"""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from breakwater.site.command_line import main as command_line
from breakwater.site.command_line.django_setup import start_django

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"
_HEADER = "<!-- Written by `make docs` from the code; do not edit. -->\n\n"


def commands() -> str:
    """Every verb of the command with its help."""
    os.environ["COLUMNS"] = "100"
    parts = [
        "# The `breakwater` command\n\nExit status: 0 done, 1 found something wrong, 2 could not.\n"
    ]
    for verb, sentence in command_line.VERBS.items():
        parser = command_line.parser_for(verb)
        parts.append(
            f"## breakwater {verb}\n\n{sentence.capitalize()}.\n\n```\n{parser.format_help()}```\n"
        )
    return "\n".join(parts)


def addresses() -> str:
    """Every address of both sites, with the view that answers it."""
    from breakwater.site import addresses as all_addresses

    parts = ["# Addresses\n"]
    for site in ("public", "staff"):
        parts.append(
            f"## The {site} site\n\n| address | needs a login | answered by |\n|---|---|---|"
        )
        parts += [
            f"| `/{found.address}` | {'yes' if found.needs_login else 'no'} | `{found.view}` |"
            for found in all_addresses.of(site)
        ]
        parts.append("")
    return "\n".join(parts)


def permissions() -> str:
    """The roles, and the permission table as the code has it."""
    from breakwater.apps.organisations.permissions import RULES, Action
    from breakwater.apps.organisations.roles import Kind, Role

    parts = [
        "# Who may do what\n",
        "What no row allows is refused. There is no superuser: nobody stands outside this table.\n",
        "## Roles\n",
        "| role | what it is for | held in | takes two people |\n|---|---|---|---|",
    ]
    for role in Role:
        held_in = ", ".join(str(kind.label).lower() for kind in Kind if kind in role.held_in)
        everywhere = "every organisation" if len(role.held_in) == len(Kind) else held_in
        two = "yes" if role.authorises else "no"
        parts.append(f"| {role.says} | {role.does} | {everywhere} | {two} |")
    parts += ["\n## Actions\n", "| may … | who | in |\n|---|---|---|"]
    for action in Action:
        for rule in (rule for rule in RULES if rule.action is action):
            who = ", ".join(role.says.lower() for role in Role if role in rule.roles)
            kinds = [str(kind.label).lower() for kind in Kind if kind in rule.kinds]
            where = "any organisation" if len(kinds) == len(Kind) else ", ".join(kinds)
            parts.append(f"| {action.value} | {who or 'every member'} | {where} |")
    return "\n".join(parts)


def lifecycles() -> str:
    """Every lifecycle: its diagram, its table, and who may make each move."""
    from breakwater.domain.lifecycles.drawing import page
    from breakwater.domain.lifecycles.protection import PROTECTION
    from breakwater.domain.lifecycles.referral import REFERRAL

    said = "# Lifecycles\n\nA dash means refused. Programs and database keep to these tables.\n"
    return "\n".join([said, page(REFERRAL), page(PROTECTION)])


# Page name → the function that writes it.
PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "addresses.md": addresses,
    "permissions.md": permissions,
    "lifecycles.md": lifecycles,
}


def main() -> int:
    """Write every page, or say which are out of date."""
    parser = argparse.ArgumentParser(description="Write docs/reference from the code.")
    parser.add_argument("--check", action="store_true", help="only compare")
    only_compare = parser.parse_args().check
    start_django(tables=False, BREAKWATER_DEMONSTRATION="1")
    out_of_date = []
    for name, write in PAGES.items():
        page, text = FOLDER / name, _HEADER + write().rstrip() + "\n"
        if only_compare and (not page.exists() or page.read_text(encoding="utf-8") != text):
            out_of_date.append(name)
        if not only_compare:
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text, encoding="utf-8")
    for name in out_of_date:
        print(f"docs/reference/{name} is out of date; run make docs", file=sys.stderr)
    return 1 if out_of_date else 0


if __name__ == "__main__":
    sys.exit(main())
