"""What the tests of sign-in share: letters caught before they leave, and a person with an authenticator app."""

import pytest

from tests.cast import ApiClient
from zhike.platform.identity import ports
from zhike.platform.identity.tests.browser import AppUser, enrol
from zhike.platform.jobs.testing import run_queued_jobs
from zhike.platform.mail.postman import SmtpPostman


class Mailbag(SmtpPostman):
    """The real postman, whose letters end here."""

    def __init__(self) -> None:
        self.letters: list[ports.Letter] = []

    @property
    def ready(self) -> bool:
        return True

    def deliver(self, written: ports.Letter) -> None:
        self.letters.append(written)

    def collect(self) -> list[ports.Letter]:
        """Let the worker write what was asked for; returns the letters since the last time."""
        run_queued_jobs()
        found, self.letters = self.letters, []
        return found


@pytest.fixture
def mailbag(monkeypatch: pytest.MonkeyPatch) -> Mailbag:
    bag = Mailbag()
    monkeypatch.setattr(ports, "_postman", [bag])
    return bag


@pytest.fixture
def app_user(alice: ApiClient) -> AppUser:
    """Alice with an authenticator app."""
    return enrol(alice)
