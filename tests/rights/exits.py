"""Every way out of the house, as requests: for each route of the API either what to ask it, or why it tells of no record.

A route that is in neither list fails the census. Requests that would change something are taken back after each.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from tests.cast import Answer, ApiClient
from tests.rights.asking import NOBODY, Ask
from tests.rights.world import FIELDS, OBJECTS, World

Exit = Callable[[World], Iterable[Ask]]


def _each(make: Callable[[World, str, str], Iterable[Ask]]) -> Exit:
    """The same for every object, with the path of its list."""

    def asks(world: World) -> Iterator[Ask]:
        for key in OBJECTS:
            yield from make(world, key, f"records/{key}")

    return asks


def _one(method: str, path: str, body: Any = None, **more: Any) -> Exit:
    """One request; `{contact}` in the path is the id of Alice's contact."""
    return lambda world: [Ask(method, path.format(**world.ids, **world.other), body, **more)]


def _paths(world: World, key: str) -> list[str]:
    return [path for path, _ in _fields(world, key)]


def _fields(world: World, key: str) -> Iterator[tuple[str, Any]]:
    for path, value in world.values[key].items():
        if path == "custom":
            yield from ((f"custom.{inner}", one) for inner, one in value.items())
        else:
            yield path, value


def _lists(world: World, key: str, path: str) -> Iterator[Ask]:
    yield Ask("get", path, query={"count": "exact"})
    for name in _paths(world, key):
        yield Ask("get", path, query={"fields": name})
        yield Ask("get", path, query={"sort": f"-{name}", "count": "exact"})
    yield Ask("get", path, query={"filter": {"field": "no_such_field", "op": "eq", "value": 1}})
    if key == "contact":
        for other in ("company.name", "company.domain", "company.phone"):
            yield Ask("get", path, query={"fields": "name", "sort": other})


def _aggregates(world: World, key: str, path: str) -> Iterator[Ask]:
    for name in _paths(world, key):
        yield Ask("post", f"{path}/aggregate", {"group": [{"field": name}]})
    for name in ("total", "price", "spent"):
        measures = [{"fn": fn, "field": name} for fn in ("sum", "min", "max", "avg")]
        yield Ask("post", f"{path}/aggregate", {"group": [], "measures": measures})
    if key == "contact":
        yield Ask("post", f"{path}/aggregate", {"group": [{"field": "company"}]})
        yield Ask("post", f"{path}/aggregate", {"group": [{"field": "company.domain"}]})


def _related(world: World, key: str, path: str) -> Iterator[Ask]:
    from zhike.platform.metadata.registry import registry  # needs settings

    for relation in registry.get(key).relations:
        yield Ask("get", f"{path}/{world.ids[key]}/related/{relation}", query={"count": "exact"})


def _writes(world: World, key: str, path: str) -> Iterator[Ask]:
    yield Ask("post", path, {"name": "New"})
    yield Ask("post", path, dict(world.values[key]))


def _trashed(key: str, world: World) -> Callable[[ApiClient, Answer], Iterator[Answer]]:
    def told(client: ApiClient, answer: Answer) -> Iterator[Answer]:
        if answer.status == 204:
            for query in ({}, {"object": key}, *({"q": one.text} for one in world.canaries[:12])):
                yield client.get("trash", query=query)
            yield client.post(f"records/{key}/{world.ids[key]}/restore")
            yield client.get(f"records/{key}/{world.ids[key]}/history")

    return told


def _exported(client: ApiClient, answer: Answer) -> Iterator[Answer]:
    from zhike.platform.jobs.testing import run_queued_jobs  # needs settings

    if answer.status == 202:
        run_queued_jobs()
        yield from Ask("get", f"exports/{answer.json['id']}/file").send(client)
        yield client.get(f"exports/{answer.json['id']}")
        yield client.get("exports")
        yield client.get("jobs")


def _unseen(key: str) -> set[str]:
    """The fields hidden from anybody; what is masked may be asked for."""
    limits = (fields.get(key, {}) for fields in FIELDS.values())
    return {path for one in limits for path, access in one.items() if access == "hidden"}


def _exports(world: World) -> Iterator[Ask]:
    for key in OBJECTS:
        yield Ask("post", "exports", {"object": key}, then=_exported)
        for name in _paths(world, key):
            yield Ask("post", "exports", {"object": key, "fields": [name]})
        # All that may be asked for together, as one file.
        seen = [path for path in _paths(world, key) if path not in _unseen(key)]
        yield Ask("post", "exports", {"object": key, "fields": seen}, then=_exported)


def _imports(world: World) -> Iterator[Ask]:
    """A file that says of Alice's contact what a guesser would: is it recognised, and what would change?"""
    contact = world.values["contact"]

    def tried(client: ApiClient, answer: Answer) -> Iterator[Answer]:
        if answer.status == 201:
            path = f"imports/{answer.json['id']}"
            yield client.post(f"{path}/preview")
            yield client.post(f"{path}/run")
            from zhike.platform.jobs.testing import run_queued_jobs  # needs settings

            run_queued_jobs()
            yield from (client.get(f"{path}{part}") for part in ("", "/problems"))
            yield from Ask("get", f"{path}/errors.csv").send(client)
            yield client.get("imports")
            yield client.get("jobs")

    for header, value in (("Email", contact["email"]), ("Phone", contact["phone"])):
        text = f"Name,{header},Stage,Job title\nGuess,{value},lead,x\n"
        yield Ask("post", "imports", {"object": "contact"}, file=text.encode(), then=tried)


def _segments(world: World) -> Iterator[Ask]:
    for key in OBJECTS:
        for name, value in _fields(world, key):
            node = {"field": name, "op": "eq", "value": value}
            yield Ask("post", "segments/count", {"object": key, "filter": node})
            yield Ask("post", "filters/describe", {"object": key, "filter": node})


def _previews(world: World) -> Iterator[Ask]:
    from zhike.modules.marketing.template.merge import merge_fields  # needs settings
    from zhike.platform.access.policy import EVERYTHING

    every = " ".join(f"{{{{ {path} }}}}" for path in merge_fields(EVERYTHING))
    contact = world.ids["contact"]
    yield Ask(
        "post", "marketing/templates/preview", {"subject": "s", "body": every, "contact": contact}
    )
    for path in merge_fields(EVERYTHING):
        sent = {"subject": "s", "body": f"{{{{ {path} }}}}", "contact": contact}
        yield Ask("post", "marketing/templates/preview", sent)
    stored = {"template": world.ids["template"], "contact": contact}
    yield Ask("post", "marketing/templates/preview", stored)


def _searches(world: World) -> Iterator[Ask]:
    for canary in world.canaries:
        yield Ask("get", "search", query={"q": canary.text})
    for letters in ("zq", "z", "1391700", "139"):
        yield Ask("get", "search", query={"q": letters})


def _undos(world: World) -> Iterator[Ask]:
    """All of what made a record, its part in that, and each field of it."""
    from zhike.platform.changes.models import Change  # needs settings

    for key, record in world.ids.items():
        made = Change.objects.filter(object=key, record=record).order_by("id").first()
        request = str(made.request) if made else NOBODY
        yield Ask("post", "undo", {"request": request})
        part = {"request": request, "object": key, "record": record}
        yield Ask("post", "undo", part)
        for path in _paths(world, key):
            yield Ask("post", "undo", {**part, "fields": [path]})


def _details(part: str, method: str = "get", body: Any = None) -> Exit:
    return _each(lambda world, key, path: [Ask(method, f"{path}/{world.ids[key]}{part}", body)])


EXITS: Final[dict[tuple[str, str], Exit]] = {
    ("get", "records/{object_key}"): _each(_lists),
    ("post", "records/{object_key}"): _each(_writes),
    ("get", "records/{object_key}/{record_id}"): _details(""),
    ("patch", "records/{object_key}/{record_id}"): _each(
        lambda world, key, path: [
            Ask("patch", f"{path}/{world.ids[key]}", {name: value}, version=True)
            for name, value in world.values[key].items()
        ]
    ),
    ("delete", "records/{object_key}/{record_id}"): _each(
        lambda world, key, path: [
            Ask("delete", f"{path}/{world.ids[key]}", version=True, then=_trashed(key, world))
        ]
    ),
    ("post", "records/{object_key}/{record_id}/restore"): _details("/restore", "post"),
    ("post", "records/{object_key}/restore"): _each(
        lambda world, key, path: [Ask("post", f"{path}/restore", {"ids": [world.ids[key]]})]
    ),
    ("post", "records/{object_key}/bulk"): _each(
        lambda world, key, path: [
            Ask("post", f"{path}/bulk", {"ids": [world.ids[key]], "set": {name: value}})
            for name, value in world.values[key].items()
        ]
    ),
    ("post", "records/{object_key}/bulk/preview"): _each(
        lambda world, key, path: [
            Ask(
                "post",
                f"{path}/bulk/preview",
                {"filter": {"field": name, "op": "eq", "value": value}},
            )
            for name, value in _fields(world, key)
        ]
    ),
    ("post", "undo"): _undos,
    ("post", "records/{object_key}/aggregate"): _each(_aggregates),
    ("post", "objects/{object_key}/formula"): _each(
        lambda world, key, _: [
            Ask("post", f"objects/{key}/formula", {"expression": f"CONCAT({name})"})
            for name in _paths(world, key)
        ]
    ),
    ("get", "records/{object_key}/{record_id}/timeline"): _details("/timeline"),
    ("get", "records/{object_key}/{record_id}/history"): _details("/history"),
    ("get", "records/{object_key}/{record_id}/related/{relation}"): _each(_related),
    ("get", "records/{object_key}/{record_id}/links"): _details("/links"),
    ("post", "records/{object_key}/{record_id}/links"): _each(
        lambda world, key, path: [
            Ask("post", f"{path}/{world.ids[key]}/links", {"target": target, "kind": "see"})
            for other, target in world.ids.items()
            if other != key
        ]
    ),
    ("delete", "records/{object_key}/{record_id}/links/{target}"): _one(
        "delete", "records/contact/{contact}/links/{product}"
    ),
    ("get", "records/{object_key}/{record_id}/rights"): _details("/rights"),
    ("get", "records/{object_key}/{record_id}/shares"): _details("/shares"),
    ("post", "records/{object_key}/{record_id}/shares"): _each(
        lambda world, key, path: [
            Ask(
                "post", f"{path}/{world.ids[key]}/shares", {"user": str(world.people["charlie"].id)}
            )
        ]
    ),
    ("delete", "records/{object_key}/{record_id}/shares/{share_id}"): _details(
        f"/shares/{NOBODY}", "delete"
    ),
    ("post", "records/{object_key}/{record_id}/reveal"): _each(
        lambda world, key, path: [
            Ask("post", f"{path}/{world.ids[key]}/reveal", {"fields": [name], "reason": "why"})
            for name in _paths(world, key)
        ]
    ),
    ("post", "filters/describe"): lambda world: [
        Ask("post", "filters/describe", {"object": key, "filter": node})
        for key, node in (
            ("order", {"field": "contact", "op": "eq", "value": world.ids["contact"]}),
            ("order", {"field": "company", "op": "in", "value": [world.ids["company"]]}),
            ("contact", {"segment": world.ids["segment"]}),
            ("contact", {"campaign": world.ids["campaign"], "people": "opened"}),
            ("activity", {"field": "about", "op": "eq", "value": world.ids["contact"]}),
        )
    ],
    ("get", "search"): _searches,
    ("get", "trash"): lambda _: [Ask("get", "trash"), Ask("get", "trash", query={"q": "zq"})],
    ("get", "meta"): _one("get", "meta"),
    ("get", "objects/{object_key}/fields"): lambda _: [
        Ask("get", f"objects/{key}/fields") for key in OBJECTS
    ],
    ("get", "views"): _one("get", "views"),
    ("post", "views"): lambda world: [
        Ask("post", "views", {"object": key, "name": "v", "columns": _paths(world, key)})
        for key in OBJECTS
    ],
    ("post", "imports"): _imports,
    ("get", "imports"): _one("get", "imports"),
    ("post", "exports"): _exports,
    ("get", "exports"): _one("get", "exports"),
    ("get", "jobs"): _one("get", "jobs"),
    ("get", "demo/mailbox"): _one("get", "demo/mailbox"),
    ("get", "demo/mailbox/{message_id}"): _one("get", f"demo/mailbox/{NOBODY}"),
    ("get", "contacts/{contact_id}/consents"): _one("get", "contacts/{contact}/consents"),
    ("post", "contacts/{contact_id}/consents"): _one(
        "post", "contacts/{contact}/consents", {"purpose": "marketing", "status": "granted"}
    ),
    ("post", "suppressions"): lambda world: [
        Ask("post", "suppressions", {"email": world.values["contact"]["email"]})
    ],
    ("delete", "suppressions/{email}"): lambda world: [
        Ask("delete", f"suppressions/{world.values['contact']['email']}")
    ],
    ("post", "orders"): lambda world: [
        Ask(
            "post",
            "orders",
            {
                "values": {
                    "number": "N1",
                    "ordered_at": "2026-01-01",
                    "contact": world.ids["contact"],
                },
                "lines": [{"product": world.ids["product"], "quantity": 1, "unit_price": 5}],
            },
        )
    ],
    ("get", "orders/{order_id}/lines"): _one("get", "orders/{order}/lines"),
    ("put", "orders/{order_id}/lines"): lambda world: [
        Ask(
            "put",
            f"orders/{world.ids['order']}/lines",
            {"lines": [{"product": world.ids["product"], "quantity": 2, "unit_price": 5}]},
            version=True,
        )
    ],
    ("get", "contacts/{contact_id}/favourites"): _one("get", "contacts/{contact}/favourites"),
    ("post", "segments/count"): _segments,
    ("get", "segments/{segment_id}/members"): lambda world: [
        Ask("get", f"segments/{world.ids['segment']}/members", query={"fields": name})
        for name in _paths(world, "contact")
    ],
    ("post", "segments/{segment_id}/refresh"): _one("post", "segments/{segment}/refresh"),
    ("get", "segments/{segment_id}/portrait"): _one("get", "segments/{segment}/portrait"),
    ("post", "records/{object_key}/alike"): _each(
        lambda world, key, path: [
            Ask("post", f"{path}/alike", {name: value}) for name, value in _fields(world, key)
        ]
    ),
    ("get", "audit"): lambda _: [
        Ask("get", "audit"),
        Ask("get", "audit", query={"object": "contact"}),
    ],
    ("get", "audit/words"): _one("get", "audit/words"),
    ("get", "audit/flags"): _one("get", "audit/flags"),
    ("get", "marketing/sender"): _one("get", "marketing/sender"),
    ("post", "marketing/campaigns/{campaign_id}/test-send"): lambda world: [
        Ask(
            "post",
            f"marketing/campaigns/{world.ids['campaign']}/test-send",
            {"contact": world.ids["contact"]},
        )
    ],
    ("get", "marketing/merge-fields"): _one("get", "marketing/merge-fields"),
    ("post", "marketing/templates/preview"): _previews,
    ("post", "marketing/templates/{template_id}/test-send"): lambda world: [
        Ask(
            "post",
            f"marketing/templates/{world.ids['template']}/test-send",
            {"contact": world.ids["contact"]},
        )
    ],
    **{
        ("post", f"marketing/campaigns/{{campaign_id}}/{verb}"): _one(
            "post",
            f"marketing/campaigns/{{campaign}}/{verb}",
            {"schedule": {"at": "2031-01-01T00:00:00Z"}, "duplicate": {}}.get(verb),
        )
        for verb in ("check", "send", "schedule", "pause", "resume", "cancel", "duplicate")
    },
    ("get", "marketing/campaigns/{campaign_id}/results"): _one(
        "get", "marketing/campaigns/{campaign}/results"
    ),
    ("get", "marketing/campaigns/{campaign_id}/recipients"): lambda world: [
        Ask("get", f"marketing/campaigns/{world.ids['campaign']}/recipients", query={"status": one})
        for one in ("", "handed", "opened", "clicked")
    ],
    ("get", "analytics/home"): _one("get", "analytics/home"),
    ("get", "users"): lambda _: [Ask("get", "users"), Ask("get", "users", query={"q": "zq"})],
}
"""By method and path."""
