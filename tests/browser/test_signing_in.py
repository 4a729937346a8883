"""Signing in with a second step, in a browser that has a passkey."""

from collections.abc import Callable
from typing import Any

from tests.browser.conftest import Visitor
from tests.fixtures import Cast


def with_a_passkey_holder(visitor: Visitor) -> Visitor:
    """Give the browser a device that keeps passkeys and knows its owner."""
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    return visitor


def test_a_passkey_is_added_and_signs_in_alone(
    cast: Cast, visit: Callable[[], Visitor], settings: Any, live_server: Any
) -> None:
    visitor = with_a_passkey_holder(visit())
    settings.SECOND_FACTOR_REQUIRED = True
    # Passkeys belong to a name; a bare network address has none.
    visitor.address = live_server.url.replace("127.0.0.1", "localhost")
    visitor.sign_in(cast.liaison)
    visitor.reads("Set up a second step to go on")
    visitor.page.get_by_role("link", name="Add a passkey").click()
    visitor.reads("Add a passkey")
    visitor.page.get_by_label("Name of the passkey").fill("Work laptop")
    visitor.page.get_by_label("Sign in with this passkey alone").check()
    visitor.presses("Add the passkey")
    visitor.page.wait_for_url("**/recovery-codes/")
    visitor.reads("We show these codes once")
    visitor.page.get_by_role("button", name="I have kept them: go on").click()
    visitor.reads("Findings")
    visitor.presses("Sign out")
    visitor.page.wait_for_url("**/login/**")
    visitor.reads("Use a passkey instead")
    visitor.presses("Use a passkey instead")
    visitor.page.get_by_role("button", name="Sign out").wait_for()
    visitor.goes_to("/account/")
    visitor.reads("Work laptop")
