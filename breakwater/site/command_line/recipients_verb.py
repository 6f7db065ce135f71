"""``breakwater recipients``: whose keys the gate vouches for, and starting anew after a loss."""

import argparse
import sys

from breakwater.domain.plain_error import PlainError
from breakwater.site.command_line.django_setup import start_django


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    says = "compare the list that the gate signed with the database"
    found = actions.add_parser("check", help=says, description=says.capitalize() + ".")
    found.set_defaults(act=_check)
    says = "let an organisation that lost every copy of its key start anew (two people)"
    found = actions.add_parser("release", help=says, description=says.capitalize() + ".")
    found.add_argument("organisation", help="its short name, as the list shows it")
    found.set_defaults(act=_release)


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked."""
    start_django()
    return int(arguments.act(arguments))


def _check(_arguments: argparse.Namespace) -> int:
    from breakwater.apps.organisations.models import Organisation
    from breakwater.apps.organisations.recipients import key_in_use, signed_recipients
    from breakwater.sealing.fingerprint import fingerprint_words

    signed, wrong = signed_recipients(), 0
    for organisation in Organisation.objects.filter(organisation_keys__isnull=False).distinct():
        try:
            key = key_in_use(organisation, signed)
        except PlainError as sentence:
            print(f"{organisation.slug}: {sentence}", file=sys.stderr)
            wrong += 1
        else:
            words = fingerprint_words(key.recipient) if key else "no key in use yet"
            version = f"version {key.version}: " if key else ""
            print(f"{organisation.slug}: {version}{words}")
    return 1 if wrong else 0


def _release(arguments: argparse.Namespace) -> int:
    from breakwater.apps.audit_log import gate_client
    from breakwater.apps.organisations.models import Organisation
    from breakwater.apps.organisations.recipients import key_name

    organisation = Organisation.objects.filter(slug=arguments.organisation).first()
    if organisation is None:
        raise PlainError(f"there is no organisation {arguments.organisation!r}")
    if gate_client.release_recipient(key_name(organisation)):
        print("The gate takes the next key that two of its members have tested.")
    else:
        print("The gate has noted this. A second person must now run the same command.")
    return 0
