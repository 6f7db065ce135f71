"""``breakwater demonstration``: load the demonstration data, or load it anew."""

import argparse

from breakwater.site.command_line.django_setup import start_django


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("--fresh", action="store_true", help="throw away what it holds first")
    parser.add_argument(
        "--code", metavar="E-MAIL", help="print the code that this person's app shows now"
    )


def run(arguments: argparse.Namespace) -> int:
    """Load the demonstration into the data folder and say what was loaded."""
    start_django(tables=False, BREAKWATER_DEMONSTRATION="1")
    from breakwater.site import demonstration, demonstration_folder, demonstration_people

    if arguments.code:
        demonstration_folder.require_a_demonstration()
        print(demonstration_people.code_for(arguments.code))
        return 0
    with demonstration.holding_the_data():
        done = demonstration.start_afresh() if arguments.fresh else demonstration.prepare()
    for sentence in done or ["The demonstration is loaded already."]:
        print(sentence)
    return 0
