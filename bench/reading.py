"""What people wait for: lists, search, a record's page, a segment's count. One size of data, run as a process of its own.

Prints one JSON object: the measurements by name.
"""

import sys
import time
from statistics import median
from typing import Any

import orjson

from bench.floor import list_floor
from bench.homes import CHIEF, PERSON, dsn, use
from bench.served import Served, Timing, address, signed_in

LIST = "/api/v1/records/contact"
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 400
FILTERS: tuple[dict[str, Any], ...] = (
    {
        "all": [
            {"field": "stage", "op": "in", "value": ["customer", "repeat"]},
            {"field": "address", "op": "in_region", "value": ["310000"]},
        ]
    },
    {"all": [{"field": "tags", "op": "has_any", "value": ["VIP"]}]},
    {"all": [{"field": "spent", "op": "gte", "value": 20000}]},
    {"all": [{"field": "company.industry", "op": "in", "value": ["technology"]}]},
    {
        "any": [
            {"field": "source", "op": "in", "value": ["event"]},
            {"field": "gender", "op": "eq", "value": "female"},
        ]
    },
)
SEARCHES = {
    "zh": ["张伟", "欧阳", "慧敏", "青岛", "海川", "上海云帆"],
    "pinyin": ["zhangw", "zw", "ouyang", "huimin", "qdhc", "wangsiqi"],
    "en": ["fischer", "anna k", "bearings", "youxiang", "olivia.s", "de vries"],
}
# "in Shanghai, 3 or more orders in the last 12 months, none in the last 60 days", seen from the end of the data
SEGMENT = {
    "all": [
        {"field": "address", "op": "in_region", "value": ["310000"]},
        {
            "related": "orders",
            "where": {"field": "ordered_at", "op": "after", "value": "2025-11-20"},
            "having": {"count": {"gte": 3}},
        },
        {
            "related": "orders",
            "where": {"field": "ordered_at", "op": "after", "value": "2026-09-21"},
            "having": {"count": {"eq": 0}},
        },
    ]
}


def _shown(timing: Timing) -> dict[str, float]:
    return {"p50": timing.p50, "p95": timing.p95, "cpu": timing.cpu, "bytes": timing.size}


def _lists(web: Served, floor: tuple[str, list[Any]]) -> dict[str, Any]:
    """The list and its floor in turns, so that both see the same noise."""
    ratios, timings, floors = [], [], []
    for _ in range(5):
        floors.append(list_floor(*floor, ROUNDS)[0])
        timings.append(web.time([LIST], ROUNDS))
        ratios.append(timings[-1].cpu / floors[-1])
    together = Timing(sorted(wall for timing in timings for wall in timing.wall))
    together.cpu, together.size = median(timing.cpu for timing in timings), timings[-1].size
    by_name = web.time([address(LIST, {"sort": "name"})], ROUNDS // 2)
    filtered = [address(LIST, {"filter": tree, "count": "capped"}) for tree in FILTERS]
    return {
        "list": {**_shown(together), "floor_cpu": median(floors), "ratio": median(ratios)},
        "list by name": _shown(by_name),
        "list by spending": _shown(web.time([address(LIST, {"sort": "-spent"})], ROUNDS // 2)),
        "second page": _shown(web.time([_second_page(web)], ROUNDS // 2)),
        "filtered with count": _shown(web.time(filtered, ROUNDS)),
        **{
            f"filter {number + 1}": _shown(web.time([path], 60, warm=5))
            for number, path in enumerate(filtered)
        },
    }


def _scopes(web: Served, member: tuple[str, str], chief: tuple[str, str]) -> dict[str, Any]:
    """A list page with a member's row scope against one over all rows, in turns; leaves the chief signed in."""
    ratios = []
    for _ in range(5):
        web.become(member)
        scoped = web.time([LIST], ROUNDS // 2)
        web.become(chief)
        ratios.append(scoped.p50 / web.time([LIST], ROUNDS // 2).p50)
    return {"row scope": {"ratio": median(ratios)}}


def _second_page(web: Served) -> str:
    cursor = orjson.loads(web.get(LIST))["next"]
    return address(LIST, {"cursor": cursor})


def _searches(web: Served) -> dict[str, Any]:
    return {
        f"search {kind}": _shown(
            web.time([address("/api/v1/search", {"q": word}) for word in words], ROUNDS // 2)
        )
        for kind, words in SEARCHES.items()
    }


def _record(web: Served) -> dict[str, Any]:
    """Everything the page of a contact asks for, one after the other; the browser asks for all at once."""
    rows = orjson.loads(web.get(LIST, limit="100", sort="-spent"))["rows"]
    walls = []
    for row in [*rows[:10], *rows]:
        start = time.perf_counter()
        for part in ("", "/timeline", "/related/orders", "/related/activities"):
            web.get(f"{LIST}/{row['id']}{part}")
        walls.append((time.perf_counter() - start) * 1000)
    found = Timing(sorted(walls[10:]))
    return {"record page, 4 requests": {"p50": found.p50, "p95": found.p95}}


def _segment(web: Served) -> dict[str, Any]:
    body = orjson.dumps({"object": "contact", "filter": SEGMENT})
    walls, found = [], {}
    for _ in range(7):
        start = time.perf_counter()
        found = orjson.loads(web.send("POST", "/api/v1/segments/count", body))
        walls.append((time.perf_counter() - start) * 1000)
    return {"segment count": {"p50": median(walls), "p95": max(walls), "members": found["value"]}}


def _told(found: dict[str, Any]) -> dict[str, Any]:
    """Also on the terminal at once: a run takes minutes."""
    print(orjson.dumps(found).decode(), file=sys.stderr, flush=True)
    return found


def measure(size: str) -> dict[str, Any]:
    """All measurements over the data of a size."""
    home = use(size)
    from zhike.config.installation import installation

    with installation():
        from django.db import connections

        from zhike.platform.identity.models import User
        from zhike.platform.identity.profile import profile_of

        profile = profile_of(User.objects.get(email=PERSON).pk)
        assert profile is not None
        cookie, chief = signed_in(PERSON), signed_in(CHIEF)
        connections.close_all()
        with Served(home, cookie) as web:
            found = _told(_lists(web, (dsn(home, "app"), list(profile.team_mates))))
            found |= _told(_searches(web)) | _told(_record(web))
            found |= _told(_scopes(web, cookie, chief))
            return found | _told(_segment(web))


if __name__ == "__main__":
    print(orjson.dumps(measure(sys.argv[1])).decode())
