"""Two worlds that differ in one value somebody may not see answer that person alike, to the byte.

It finds what a search for the value does not: an order, a count, a page, an error or a version that depends on it.
What is no secret differs between any two runs and is levelled: moments, ids of requests and changes, milliseconds.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Answer
from tests.rights.asking import NOBODY, Ask
from tests.rights.world import TITLES as TITLE_FIELDS
from tests.rights.world import World

UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
MOMENT = re.compile(rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|\+\d\d:?\d\d)?")
PASSING = re.compile(rb'"(ms|next)": ?("[^"]*"|\d+)')
PROFILE = settings()
few = settings(
    # Each is two hundred requests and more.
    max_examples=PROFILE.max_examples // 8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

words = st.text("abcxyz", min_size=1, max_size=6)
# Where the mask shows a part, the two worlds agree in it.
SECRETS: dict[tuple[str, str], st.SearchStrategy[Any]] = {
    ("contact", "email"): words.map(lambda word: f"k{word}@example.com"),
    ("contact", "phone"): st.integers(0, 99_999).map(lambda number: f"+8613912{number:06d}"),
    ("contact", "other_phones"): st.lists(
        st.integers(0, 99_999).map(lambda number: f"+8613912{number:06d}"), max_size=2, unique=True
    ),
    ("contact", "job_title"): words,
    ("contact", "description"): words,
    ("contact", "birth_date"): st.dates().map(lambda day: day.isoformat()),
    ("contact", "interests"): st.lists(words, max_size=2, unique=True),
    ("contact", "custom.secret"): words,
    ("company", "domain"): words.map(lambda word: f"{word}.example"),
    ("company", "description"): words,
    ("activity", "body"): words,
    ("product", "sku"): words,
    ("product", "price"): st.integers(1, 10**6).map(str),
    ("order", "note"): words,
    ("template", "from_name"): words,
}
TITLES: dict[tuple[str, str], st.SearchStrategy[Any]] = {
    (key, path): words.map(lambda word: f"k{word}") for key, path in TITLE_FIELDS.items()
}
LOOKUPS = {"order": ("contact", "company"), "contact": ("company",), "activity": ("about",)}


def _drawn(known: dict[tuple[str, str], st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    return st.sampled_from(sorted(known)).flatmap(
        lambda one: st.tuples(st.just(one), known[one], known[one])
    )


@pytest.fixture
def peopled(world: World) -> World:
    """The world with neighbours everybody sees, so that there is an order to be told by."""
    admin = world.people["admin"]
    for name in ("ka", "km", "kz"):
        made: dict[str, str] = {}
        for key, values in (
            ("company", {"name": name}),
            ("contact", {"name": name, "company": "company"}),
            ("product", {"name": name}),
            ("order", {"number": name, "ordered_at": "2026-01-01", "contact": "contact"}),
            ("activity", {"subject": name, "type": "note", "about": "contact"}),
        ):
            given = {path: made.get(value, value) for path, value in values.items()}
            answer = admin.post(f"records/{key}", {**given, "owner": None})
            assert answer.status == 201, answer
            made[key] = answer.json["id"]
    return world


def questions(world: World, key: str, path: str, probes: list[Any]) -> Iterator[Ask]:
    """What a curious person asks about a field and its record, the right guess among the wrong ones."""
    rows, one = f"records/{key}", f"records/{key}/{world.ids[key]}"
    yield Ask("get", one)
    for part in ("timeline", "history", "links", "rights", "shares"):
        yield Ask("get", f"{one}/{part}")
    for query in (
        {"count": "exact"},
        {"limit": "1"},
        {"fields": path},
        {"sort": path},
        {"sort": f"-{path},id"},
        {"sort": "owner", "count": "capped"},
    ):
        yield Ask("get", rows, query=query)
    for other, lookups in LOOKUPS.items():
        for lookup in lookups:
            for sort in (lookup, f"-{lookup}", f"{lookup}.name"):
                yield Ask("get", f"records/{other}", query={"sort": sort, "limit": "3"})
            yield Ask("post", f"records/{other}/aggregate", {"group": [{"field": lookup}]})
            node = {"field": lookup, "op": "eq", "value": world.ids.get(lookup, NOBODY)}
            yield Ask("post", "filters/describe", {"object": other, "filter": node})
    measures = [{"fn": fn, "field": path} for fn in ("min", "max", "sum")]
    yield Ask("post", f"{rows}/aggregate", {"group": [{"field": path}]})
    yield Ask("post", f"{rows}/aggregate", {"group": [], "measures": measures})
    for probe in probes:
        for op in ("eq", "ne", "contains", "has_any", "gte", "on", "is_empty"):
            node = {"field": path, "op": op, "value": probe}
            yield Ask("get", rows, query={"filter": node, "count": "exact"})
            yield Ask("post", "segments/count", {"object": key, "filter": {"not": node}})
        text = probe if isinstance(probe, str) else " ".join(probe)
        yield Ask("get", "search", query={"q": text})
        yield Ask("post", f"{rows}/alike", {path: probe})
        if key == "contact" and path in {"email", "phone"}:
            yield Ask("post", "suppressions", {"email": text})
            yield from _uploaded(path, text)
        if key != "contact":
            node = {"field": f"{key}.{path}", "op": "eq", "value": probe}
            yield Ask("get", "records/contact", query={"filter": node})
    yield Ask("get", f"records/contact/{world.ids['contact']}")
    yield Ask("get", f"records/contact/{world.ids['contact']}/timeline")
    yield Ask("get", f"records/company/{world.ids['company']}/related/contacts")
    yield Ask("get", f"orders/{world.ids['order']}/lines")
    yield Ask("get", f"marketing/campaigns/{world.ids['campaign']}/recipients")
    yield Ask("get", f"marketing/campaigns/{world.ids['campaign']}/results")
    yield Ask("post", f"marketing/campaigns/{world.ids['campaign']}/check")
    yield Ask("get", f"segments/{world.ids['segment']}/members")
    yield Ask("get", f"segments/{world.ids['segment']}/portrait")
    yield Ask("get", "analytics/home")
    yield Ask("get", "meta")
    template = {"subject": "{{ contact.name }}", "body": "{{ contact.stage }}"}
    yield Ask("post", "marketing/templates/preview", {**template, "contact": world.ids["contact"]})


def _uploaded(path: str, text: str) -> Iterator[Ask]:
    file = f"Name,{path},Stage\nGuess,{text},lead\n".encode()
    yield Ask(
        "post",
        "imports",
        {"object": "contact"},
        file=file,
        then=lambda client, answer: (
            [client.post(f"imports/{answer.json['id']}/preview")] if answer.status == 201 else []
        ),
    )


def levelled(world: World, answer: Answer) -> tuple[int, str, bytes]:
    """What of an answer must be the same in both worlds."""
    known = {one.encode() for one in world.ids.values()}
    text = UUID.sub(lambda found: found[0] if found[0] in known else b"id", answer.text)
    text = PASSING.sub(rb'"\1":*', MOMENT.sub(b"moment", text))
    return answer.status, answer.headers.get("ETag", ""), text


def answers(
    world: World, person: str, asks: list[Ask], change: Ask
) -> list[tuple[Ask, tuple[int, str, bytes]]]:
    """What the person is told in the world where the administrator made the change."""
    client, told = world.people[person], []
    with transaction.atomic():
        done = next(change.send(world.people["admin"]))
        assert done.status < 300, done
        for ask in asks:
            with transaction.atomic():
                told += [(ask, levelled(world, answer)) for answer in ask.send(client)]
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    return told


def compare(world: World, person: str, asks: list[Ask], one: Ask, other: Ask) -> None:
    first, second = (answers(world, person, asks, change) for change in (one, other))
    different = [
        f"{ask.method} {ask.path} {ask.query or ask.body}:\n  {mine!r}\n  {theirs!r}"
        for (ask, mine), (_, theirs) in zip(first, second, strict=True)
        if mine != theirs
    ]
    assert not different, "\n".join(different)


def changed(world: World, key: str, path: str, value: Any) -> Ask:
    """The administrator gives the field this value."""
    bare = path.removeprefix("custom.")
    values = {bare: value} if bare == path else {"custom": {bare: value}}
    return Ask("patch", f"records/{key}/{world.ids[key]}", values, version=True)


@few
@given(secret=_drawn(SECRETS))
def test_a_field_that_is_hidden_or_masked_changes_no_answer(
    peopled: World, secret: tuple[tuple[str, str], Any, Any]
) -> None:
    (key, path), one, other = secret
    asks = list(questions(peopled, key, path, [one, other]))
    compare(
        peopled, "clerk", asks, changed(peopled, key, path, one), changed(peopled, key, path, other)
    )


@few
@given(secret=_drawn(TITLES))
def test_a_title_that_is_hidden_or_masked_changes_no_answer(
    peopled: World, secret: tuple[tuple[str, str], Any, Any]
) -> None:
    (key, path), one, other = secret
    asks = list(questions(peopled, key, path, [one, other]))
    changes = (changed(peopled, key, path, value) for value in (one, other))
    compare(peopled, "veiled", asks, *changes)


@few
@given(secret=_drawn(SECRETS).filter(lambda secret: secret[0][0] != "product"))
def test_a_record_out_of_reach_changes_no_answer(
    peopled: World, secret: tuple[tuple[str, str], Any, Any]
) -> None:
    (key, path), one, other = secret
    asks = list(questions(peopled, key, path, [one, other]))
    compare(
        peopled,
        "charlie",
        asks,
        changed(peopled, key, path, one),
        changed(peopled, key, path, other),
    )


@pytest.mark.parametrize("secret", sorted(SECRETS), ids=".".join)
def test_who_may_see_it_is_told_the_difference(world: World, secret: tuple[str, str]) -> None:
    """Otherwise questions that are all refused would pass."""
    key, path = secret
    listed = path in {"other_phones", "interests"}
    texts = ["77", "88"] if path == "price" else ["kx@example.com", "ky@example.com"]
    if "phone" in path:
        texts = ["+8613912000001", "+8613912000002"]
    elif path == "birth_date":
        texts = ["1990-01-01", "1991-01-01"]
    values = [[text] if listed else text for text in texts]
    asks = list(questions(world, key, path, values))
    with pytest.raises(AssertionError, match="count"):
        compare(world, "bob", asks, *(changed(world, key, path, value) for value in values))


def test_whether_a_record_out_of_reach_exists_changes_no_answer(world: World) -> None:
    for key in ("contact", "company", "order", "segment", "campaign", "activity"):
        text = next(value for value in world.values[key].values() if isinstance(value, str))
        asks = list(questions(world, key, "name" if key != "order" else "number", [text]))
        gone = Ask("delete", f"records/{key}/{world.ids[key]}", version=True)
        nothing = Ask("get", "meta")
        compare(world, "charlie", asks, gone, nothing)
