"""What a page must never do, watched while a test runs: errors in the console, failed requests, refused answers."""

import re

from playwright.sync_api import ConsoleMessage, Page, Request, Response

# The browser itself breaks off what a page no longer needs when it is left.
_BROKEN_OFF = "net::ERR_ABORTED"


class Watch:
    """The complaints of a page. A test that provokes one says so with `allow`."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        self._allowed: list[re.Pattern[str]] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def allow(self, *patterns: str) -> None:
        """Regular expressions of complaints that are meant to happen."""
        self._allowed += [re.compile(pattern) for pattern in patterns]

    def left(self) -> list[str]:
        """Complaints nobody allowed."""
        return [
            one
            for one in self.complaints
            if not any(pattern.search(one) for pattern in self._allowed)
        ]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console {message.type}: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != _BROKEN_OFF:
            self.complaints.append(f"failed: {request.method} {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status}: {response.request.method} {response.url}")
