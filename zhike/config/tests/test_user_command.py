"""What the operator does for people who are locked out."""

from argparse import Namespace

import pytest

from tests.cast import ApiClient
from zhike.config.commands import user
from zhike.config.refusal import Refusal
from zhike.platform.changes.models import Change
from zhike.platform.identity.actor import SYSTEM
from zhike.platform.identity.models import TotpFactor, WorkspaceSecurity
from zhike.platform.identity.security_actions import change_security
from zhike.platform.identity.tests.browser import enrol


def test_every_network_is_allowed_again(
    admin: ApiClient, capsys: pytest.CaptureFixture[str]
) -> None:
    change_security(SYSTEM, {"networks": ["203.0.113.0/24"]}, address="203.0.113.1")
    assert admin.get("meta").problem["code"] == "network-not-allowed"
    user._open_networks(Namespace())
    assert admin.get("meta").status == 200
    assert WorkspaceSecurity.objects.get().networks == []
    assert Change.objects.filter(object="security", via="cli").count() == 1
    assert "allowed again" in capsys.readouterr().out


def test_lost_factors_are_taken_away(alice: ApiClient) -> None:
    enrol(alice)
    user._factors(Namespace(email=" ALICE@example.com"))
    assert TotpFactor.objects.count() == 0
    assert alice.get("auth/me").status == 401
    with pytest.raises(Refusal):
        user._factors(Namespace(email="nobody@example.com"))
