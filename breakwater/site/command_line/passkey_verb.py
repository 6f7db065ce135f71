"""``breakwater passkey``: which passkeys the gate believes; pinning one takes two people."""

import argparse

from breakwater.domain.plain_error import PlainError
from breakwater.site.command_line.django_setup import start_django


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument(
        "act",
        choices=["pin", "unpin"],
        help="pin: two different users of this machine run it; unpin: one suffices",
    )
    parser.add_argument("email", help="whose passkeys: the address they sign in with")


def run(arguments: argparse.Namespace) -> int:
    """Ask the gate, as the user who runs this; the kernel tells the gate who that is."""
    start_django()
    from breakwater.apps.audit_log import gate_client
    from breakwater.apps.disclosures import passkeys
    from breakwater.apps.organisations.models import Person

    person = Person.objects.filter(email__iexact=arguments.email).first()
    if person is None:
        raise PlainError("nobody here signs in with that address")
    if arguments.act == "unpin":
        count = gate_client.unpin_passkeys(person.pk.hex)
        print(f"The gate no longer believes {count} of this person's passkeys.")
        return 0
    if not passkeys.passkeys_of(person):
        raise PlainError("this person has no passkey; they add one under “Your account” first")
    for words, is_pinned in passkeys.pin(person):
        print(f"{words}: {'pinned' if is_pinned else 'a second person must run this too'}")
    print("Compare the words with the person before you rely on this.")
    return 0
