"""Which pages need no login: exactly these, and each one was decided."""

from breakwater.site import addresses

STAFF_PAGES_WITHOUT_LOGIN = {
    "sign-in/",
    "sign-in/code/",  # only after a right password
    "sign-in/passkey/",
    "sign-in/help/",
    "sign-out/",
    "join/",  # only with a link
    "join/<str:token>/",
    "collect/<str:secret>/",  # a sealed package, only with its link
    "api/v1/",
    "api/v1/decisions",  # only with a force's token
    "api/v1/openapi.json",
}


def test_no_public_page_asks_for_a_login() -> None:
    assert [found.address for found in addresses.of("public") if found.needs_login] == []


def test_the_staff_pages_that_need_no_login_are_exactly_these() -> None:
    without_login = {found.address for found in addresses.of("staff") if not found.needs_login}

    assert without_login == STAFF_PAGES_WITHOUT_LOGIN
