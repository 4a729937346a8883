"""A real browser: Debian's Chromium, driven by Playwright, on a server of the test's own."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

from accounts.models import User
from tests import factories

# Playwright's loop runs in this thread, where Django would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
NARROW = {"width": 320, "height": 800}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM is None:
        skip = pytest.mark.skip(reason="No Chromium on this machine: apt-get install chromium")
        for item in items:
            if "tests/browser/" in item.nodeid:
                item.add_marker(skip)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    quiet += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": quiet}


class Visitor:
    """A person at a browser of their own: signs in, reads pages, fills in forms.

    Every page it reads is held to the same: no script or policy error in the console, no accessibility
    finding, wide or at 320 pixels, and no sideways scrolling there.
    """

    def __init__(self, browser: Browser, address: str) -> None:
        self.address = address
        self.page: Page = browser.new_context(locale="en-GB", timezone_id="Europe/London").new_page()
        self.page.set_default_timeout(10_000)
        self.complaints: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message: ConsoleMessage) -> None:
        # A refused page (404, 403) is told to the console, too; the tests ask for some on purpose.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def sign_in(self, user: User) -> "Visitor":
        self.page.goto(f"{self.address}/accounts/login/")
        self.page.get_by_label("Email address").fill(user.email)
        self.page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        return self

    def goes_to(self, path: str) -> int:
        response = self.page.goto(self.address + path)
        assert response is not None
        return response.status

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()

    def reads(self, *words: str) -> None:
        """Sees the words on the page, and the page keeps its promises."""
        for word in words:
            assert word in self.page.locator("body").inner_text(), f"“{word}” is not on {self.page.url}"
        self.check_page()

    def check_page(self) -> None:
        assert not self.complaints, self.complaints
        self._check_with_axe()
        wide = self.page.viewport_size
        self.page.set_viewport_size(NARROW)
        width = self.page.evaluate("document.documentElement.scrollWidth")
        self._check_with_axe()
        self.page.set_viewport_size(wide)
        assert width <= NARROW["width"], f"{self.page.url} is {width} pixels wide at 320"

    def _check_with_axe(self) -> None:
        found = Axe().run(self.page, options=RULES)
        assert not found.response["violations"], f"{self.page.url}\n{found.generate_report()}"


@pytest.fixture
def visit(browser: Browser, live_server: Any, settings: Any) -> Iterator[Callable[[], Visitor]]:
    settings.SECOND_FACTOR_REQUIRED = False  # as in the demo; `test_signing_in` is about it
    visitors: list[Visitor] = []

    def arrive() -> Visitor:
        visitors.append(Visitor(browser, live_server.url))
        return visitors[-1]

    yield arrive
    for visitor in visitors:
        visitor.page.context.close()
