"""A stopwatch tells nothing: known, unknown and disabled addresses take the same time. Also when the machine is busy."""

import math
import os
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.signals import setting_changed

from tests.cast import ApiClient, make_person
from zhike.platform.identity.models import SignInFailure, User
from zhike.platform.identity.tests.conftest import Mailbag

NIGHT = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
ROUNDS = 2_000 if NIGHT else 150
# 1.63 √(2/n) is what samples of one kind exceed once in a hundred; a skipped hash gives 0.9 and more.
MOST = 1.63 * math.sqrt(2 / ROUNDS) + 0.1
pytestmark = pytest.mark.slow


class QuickArgon2(Argon2PasswordHasher):
    """The product's hash at a fraction of its price, still the largest part of a sign-in."""

    time_cost = 2
    memory_cost = 8 * 1024
    parallelism = 1


def largest_gap(one: list[float], other: list[float]) -> float:
    """The statistic of Kolmogorov and Smirnov: 0 for samples of one kind, 1 for samples that never overlap."""
    values = sorted({*one, *other})
    ranks: list[list[float]] = []
    for sample in (sorted(one), sorted(other)):
        at, found = 0, list[float]()
        for value in values:
            while at < len(sample) and sample[at] <= value:
                at += 1
            found.append(at / len(sample))
        ranks.append(found)
    return max(abs(a - b) for a, b in zip(ranks[0], ranks[1], strict=True))


def measured(ask: Callable[[str, int], Any], kinds: list[str]) -> dict[str, list[float]]:
    """Seconds of each request by kind, in random order, so that every kind meets the same noise."""
    order = [kind for kind in kinds for _ in range(ROUNDS)]
    random.Random(7).shuffle(order)
    found: dict[str, list[float]] = {kind: [] for kind in kinds}
    for number, kind in enumerate(order):
        started = time.perf_counter()
        ask(kind, number)
        found[kind].append(time.perf_counter() - started)
    return found


def require_alike(times: dict[str, list[float]]) -> None:
    known = times.pop("known")
    for kind, others in times.items():
        gap = largest_gap(known, others)
        assert gap < MOST, (kind, gap, statistics.median(known), statistics.median(others))


def post(client: ApiClient, path: str, body: dict[str, str], number: int) -> int:
    """From an address of its own each time, so that no throttle is in the way."""
    address = f"10.{number // 65536}.{number // 256 % 256}.{number % 256}"
    sent: Any = {"content_type": "application/json", "REMOTE_ADDR": address}
    return client.http.post(f"/api/v1/{path}", body, **sent).status_code


@pytest.fixture
def argon2(settings: LazySettings) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.QuickArgon2"]
    setting_changed.send(sender=None, setting="PASSWORD_HASHERS", value=None, enter=True)


def test_signing_in_takes_the_same_time_for_everybody(
    argon2: None, guest: ApiClient, db: None
) -> None:
    make_person("Known", "member")
    gone, without = make_person("Gone", "member"), make_person("Without", "member")
    User.objects.filter(id=gone.id).update(is_active=False)
    User.objects.filter(id=without.id).update(password="!no password")

    def ask(kind: str, number: int) -> None:
        body = {"email": f"{kind}@example.com", "password": "wrong-password"}
        assert post(guest, "auth/sign-in", body, number) == 401

    times = measured(ask, ["known", "unknown", "gone", "without"])
    assert SignInFailure.objects.count() == 2 * 4 * ROUNDS
    require_alike(times)


def test_asking_for_a_new_password_takes_the_same_time_for_everybody(
    alice: ApiClient, guest: ApiClient, mailbag: Mailbag
) -> None:
    make_person("Known", "member")

    def ask(kind: str, number: int) -> None:
        assert post(guest, "auth/forgot", {"email": f"{kind}@example.com"}, number) == 204

    require_alike(measured(ask, ["known", "unknown"]))


def test_the_stopwatch_would_tell(argon2: None, guest: ApiClient, db: None) -> None:
    """The measure sees what it should: a right and quick answer differs."""

    def ask(kind: str, number: int) -> None:
        if kind == "known":
            body = {"email": "x@example.com", "password": "wrong-password"}
            post(guest, "auth/sign-in", body, number)
        else:
            guest.get("auth/session")

    with pytest.raises(AssertionError, match="quick"):
        require_alike(measured(ask, ["known", "quick"]))
