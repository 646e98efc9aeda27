"""What a process keeps of people: dropped at once, again at the commit, and at the same cost however much is kept."""

from time import perf_counter
from typing import Any

from tests.cast import ApiClient
from zhike.kit.ids import new_id
from zhike.platform.identity import sessions
from zhike.platform.identity.profile import forget, forget_everybody, profile_of


def test_who_is_read_between_the_call_and_the_commit_is_forgotten_too(
    alice: ApiClient,
    django_capture_on_commit_callbacks: Any,
    django_assert_num_queries: Any,
) -> None:
    forget_everybody()
    with django_capture_on_commit_callbacks(execute=True):
        forget_everybody()
        profile_of(alice.id)
        alice.get("auth/me")
        with django_assert_num_queries(0):
            profile_of(alice.id)
    with django_assert_num_queries(1):
        profile_of(alice.id)
    assert not sessions._kept


def test_forgetting_one_looks_through_nobody_elses_keys(alice: ApiClient) -> None:
    alice.get("auth/me")
    (kept,) = sessions._kept.values()
    for number in range(9_000):
        sessions._kept[f"s:{number}"] = kept
    start = perf_counter()
    for _ in range(500):
        forget(new_id())
    taken = perf_counter() - start
    forget_everybody()
    assert taken < 0.05  # 0.002 s; going through all keys it was 0.5 s
