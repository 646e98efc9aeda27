"""Every role at every exit: nobody is told a value they may not see, a refusal changes nothing, and asking never does."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import transaction

from tests.rights.asking import NOBODY, Ask
from tests.rights.exits import EXITS
from tests.rights.silent import FOR_ADMINISTRATORS, TELLS_NOTHING
from tests.rights.tables import Tables
from tests.rights.world import FOR_ALL, OUTSIDE, World

LIMITED = ("charlie", "clerk", "veiled")
UNLIMITED = ("alice", "bob", "reader", "manager", "admin")


def routes() -> Iterator[tuple[str, str]]:
    """Method and path of every operation."""
    from zhike.config.api import api  # needs settings

    for path, operations in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items():
        for method in operations:
            yield method, path.removeprefix("/api/v1/")


def test_every_route_is_walked_or_tells_of_no_record() -> None:
    known = set(routes())
    assert set(EXITS) <= known
    unknown = {
        route
        for route in known - set(EXITS) - FOR_ADMINISTRATORS
        if not any(route[1] == path or route[1].startswith(f"{path}/") for path in TELLS_NOTHING)
    }
    assert unknown == set(), (
        "say in tests/rights/exits.py what to ask these, or why they tell of no record"
    )


def walk(world: World, person: str) -> Iterator[tuple[Ask, str]]:
    """Ask all of one person's questions; yields what went wrong."""
    client = world.people[person]
    barred = {canary.text: canary for canary in world.barred(person)}
    pattern = re.compile("|".join(map(re.escape, barred)).encode() or b"(?!)")
    tables = Tables()
    for exit_ in EXITS.values():
        for ask in exit_(world):
            words = ask.words()
            with transaction.atomic():
                refused = False
                for answer in ask.send(client):
                    if answer.status >= 500:
                        yield ask, f"answers {answer.status}: {answer!r}"
                    refused = answer.status >= 400
                    for told in {*pattern.findall(answer.text)}:
                        if told not in words:
                            canary = barred[told.decode()]
                            yield ask, f"{canary.object}.{canary.path} {answer.text[:1500]!r}"
                if (refused or ask.method == "get") and (changed := tables.changed()):
                    yield ask, f"changed {changed}"
                transaction.set_rollback(True)
            if ask.method != "get" and not refused:
                tables.begin()


@pytest.mark.parametrize(
    "person", [*LIMITED, *(pytest.param(one, marks=pytest.mark.slow) for one in UNLIMITED)]
)
def test_nobody_is_told_what_they_may_not_see(world: World, person: str) -> None:
    wrong = [
        f"{ask.method} {ask.path} {ask.query or ask.body}: {why}"
        for ask, why in walk(world, person)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("person", [*LIMITED, *UNLIMITED])
def test_what_may_be_seen_is_seen(world: World, person: str) -> None:
    """Otherwise a house that shows nothing would pass."""
    client = world.people[person]
    seen = b"".join(client.get(f"records/{key}/{one}").text for key, one in world.ids.items())
    lines = client.get(f"orders/{world.ids['order']}/lines").text
    missing = [
        canary
        for canary in world.canaries
        if canary.shown_to(person) and canary.text.encode() not in seen + lines
    ]
    assert missing == []


def test_live_updates_tell_of_visible_rows_and_no_values(world: World) -> None:
    from zhike.platform.live.news import News, events_for  # needs settings

    news = [News(key, UUID(one), "update") for key, one in world.ids.items()]
    heard = events_for([client.id for client in world.people.values()], news)
    for person, client in world.people.items():
        told = b"".join(heard.get(client.id, []))
        objects = set(re.findall(rb'"object":"(\w+)"', told))
        expected = FOR_ALL if person == OUTSIDE else set(world.ids)
        assert objects == {key.encode() for key in expected}, person
        assert not any(canary.text.encode() in told for canary in world.canaries)


def test_asking_a_route_that_writes_with_get_or_head_changes_nothing(world: World) -> None:
    """Nor does a page of another site that makes a browser ask."""
    admin, tables = world.people["admin"], Tables()
    for method, path in routes():
        if method == "get":
            continue
        filled = re.sub(r"\{(\w+)\}", lambda found: _named(world, found[1]), path)
        for safe in ("get", "head"):
            answer = admin.request(safe, filled)
            assert answer.status < 500, (safe, path)
            assert not tables.changed(), (safe, path)


def _named(world: World, parameter: str) -> str:
    """Something real in the place of a path's parameter."""
    if parameter == "object_key":
        return "contact"
    key = parameter.removesuffix("_id")
    return world.ids.get(key) or (world.ids["contact"] if parameter == "record_id" else NOBODY)
