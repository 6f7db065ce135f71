"""Signing in as a browser without JavaScript does."""

import re

from django.test import Client

from tests.people import PASSWORD, code_now

SIGN_IN, CODE = "/sign-in/", "/sign-in/code/"


def try_password(
    client: Client, email: str, password: str = PASSWORD, address: str = "10.0.0.1"
) -> str:
    """Where it led: the next address, or the error that was shown."""
    answer = client.post(SIGN_IN, {"login": email, "password": password}, REMOTE_ADDR=address)
    return str(answer["Location"]) if answer.status_code == 302 else _error(answer.content)


def try_code(client: Client, code: str, address: str = "10.0.0.1") -> str:
    """The same for the second step."""
    answer = client.post(CODE, {"code": code}, REMOTE_ADDR=address)
    return str(answer["Location"]) if answer.status_code == 302 else _error(answer.content)


def _error(page: bytes) -> str:
    found = re.search(
        r"error-summary__list\">\s*<li>\s*(?:<a[^>]*>)?\s*([^<]+?)\s*<", page.decode()
    )
    assert found, page.decode()
    return found[1]


def wrong_code() -> str:
    """Six digits that are not right now, nor just before or after."""
    return f"{(int(code_now()) + 123_456) % 1_000_000:06}"
