"""``breakwater begin``: the operator's organisation, and the links that let its first people in."""

import argparse

from breakwater.domain.plain_error import PlainError
from breakwater.site.command_line.django_setup import start_django


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("--name", required=True, help="what the operator is called")
    parser.add_argument(
        "--operator",
        action="append",
        required=True,
        metavar="EMAIL",
        help="one of the first operators; give two, because much takes two people",
    )


def run(arguments: argparse.Namespace) -> int:
    """Make the organisation and print one link for each operator."""
    start_django(tables=False)
    from django.conf import settings
    from django.db import transaction
    from django.utils import timezone

    from breakwater.apps.organisations.changes.organisations import begin_installation
    from breakwater.apps.organisations.changes.people import invite_for_the_command_line
    from breakwater.apps.organisations.roles import Role
    from breakwater.site import demonstration_folder

    demonstration_folder.refuse_a_demonstration()
    if not settings.SIGNS_FOR_THE_SITES:
        raise PlainError(
            "set BREAKWATER_SECRET_KEY as the sites have it, or they will not believe these links"
        )
    start_django()
    if len({address.casefold() for address in arguments.operator}) < 2:
        raise PlainError("give --operator twice, with two people's addresses")
    now = timezone.now()
    roles = [Role.OPERATOR, Role.ORGANISATION_ADMIN]
    with transaction.atomic():
        operator = begin_installation(name=arguments.name, at=now)
        links = [
            (
                email,
                invite_for_the_command_line(
                    organisation=operator, email=email, roles=roles, at=now
                ),
            )
            for email in arguments.operator
        ]
    print("Give each person their own link. Each works once, for seven days.\n")
    for email, link in links:
        print(f"{email}\n  {link}")
    return 0
