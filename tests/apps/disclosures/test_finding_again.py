"""Whoever asked for a release finds it again, and can withdraw it until it is released."""

from django.test import Client
from django.utils import timezone

from breakwater.apps.disclosures.changes import decisions
from breakwater.apps.disclosures.models import Request
from tests.apps.disclosures.conftest import ANSWERS, World
from tests.people import signed_in


def main_of(client: Client, address: str) -> str:
    return client.get(address).content.decode().partition("<main")[2]


def test_home_and_the_decision_lead_whoever_asked_to_withdrawing(world: World) -> None:
    asked = world.ask()
    client = signed_in(world.cast.officer)
    address = f"/requests/{asked.pk}/"

    home = main_of(client, "/")
    assert "Your request about incident SM/2026/0420: waits for a supervisor" in home
    assert f'href="{address}"' in home
    assert 'href="/requests/"' in home
    assert f'href="{address}"' in main_of(client, f"/decisions/{asked.decision_id}/")
    assert f'href="{address}withdraw/"' in main_of(client, address)

    client.post(f"{address}withdraw/", {"reason": "Not needed any more"})

    assert Request.objects.get().state_at(timezone.now()) == Request.State.WITHDRAWN
    assert "Your request" not in main_of(client, "/")
    assert f'href="{address}"' in main_of(client, "/requests/")


def test_an_authorised_request_is_found_and_withdrawn_too(world: World) -> None:
    asked = world.authorise(world.ask())
    client = signed_in(world.cast.officer)

    home = main_of(client, "/")
    assert "Your request about incident SM/2026/0420: authorised, not released yet" in home
    client.post(f"/requests/{asked.pk}/withdraw/", {"reason": "Not needed any more"})

    assert Request.objects.get().state_at(timezone.now()) == Request.State.WITHDRAWN


def test_a_colleague_sees_nothing_of_it_and_a_supervisor_what_waits(world: World) -> None:
    asked = world.ask()
    address = f"/requests/{asked.pk}/"

    supervisor = main_of(signed_in(world.cast.supervisor), "/")
    colleague = main_of(signed_in(world.cast.editor), "/")

    assert "Request about incident SM/2026/0420: waits for a supervisor" in supervisor
    assert address not in colleague
    assert 'href="/requests/"' not in colleague


def test_whoever_sees_the_decision_and_no_requests_is_not_led_to_one(world: World) -> None:
    """They may check and record, and may not ask."""
    made = decisions.record(
        force=world.cast.force,
        incident="SM 1",
        answers=ANSWERS,
        by=world.cast.editor,
        at=timezone.now(),
    )

    page = main_of(signed_in(world.cast.editor), f"/decisions/{made.pk}/")

    assert "/requests/" not in page
