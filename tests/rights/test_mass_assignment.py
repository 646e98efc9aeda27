"""Every body that creates or changes something is refused when it also says what only the house decides."""

from typing import Any

import pytest

from tests.cast import ApiClient
from tests.rights.tables import Tables
from zhike.platform.metadata.tests.contracts import make_contract

EXTRA: dict[str, Any] = {
    "id": "00000000-0000-7000-8000-000000000001",
    "role": "administrator",
    "roles": ["administrator"],
    "is_superuser": True,
    "is_active": False,
    "tenant": "other",
    "created_at": "2020-01-01T00:00:00Z",
    "created_by": "00000000-0000-7000-8000-000000000001",
    "updated_by": "00000000-0000-7000-8000-000000000001",
    "deleted_at": None,
    "version": 99,
    "score": 100,
    "consent": "granted",
    "__proto__": {"is_superuser": True},
    "owner_id": "00000000-0000-7000-8000-000000000001",
    "password": "x",
    "entry": "00000000-0000-7000-8000-000000000001",
}
NAMED: dict[str, dict[str, Any]] = {
    "contact": {"spent": "1.00", "order_count": 9, "last_contacted_at": "2020-01-01T00:00:00Z"},
    "campaign": {"sent_count": 5, "status": "done", "content": {}, "problem": {}, "run": 1},
    "segment": {"member_count": 1, "reads": [], "stale": False},
    "contract": {"object_key": "contact", "object": "contact"},
}
SAMPLES: dict[str, dict[str, Any]] = {
    "company": {"name": "A"},
    "contact": {"name": "A"},
    "activity": {"type": "note", "subject": "A"},
    "product": {"name": "A"},
    "order": {"number": "A", "ordered_at": "2026-01-01"},
    "segment": {"name": "A", "filter": {"all": []}},
    "template": {"name": "A", "subject": "A", "body": "A"},
    "campaign": {"name": "A"},
    "contract": {"title": "A"},
}
# Bodies beside the record API. What these say of themselves (`role`, `password`) is left out.
OTHERS: dict[tuple[str, str], tuple[dict[str, Any], set[str]]] = {
    ("post", "views"): ({"object": "contact", "name": "A"}, set()),
    ("post", "objects"): (
        {
            "key": "a",
            "label": {"en": "A", "zh": "A"},
            "plural": "A",
        },
        set(),
    ),
    ("patch", "auth/me"): ({"name": "A"}, set()),
    ("post", "auth/tokens"): ({"name": "A"}, set()),
    ("post", "teams"): ({"name": "A"}, set()),
    ("post", "admin/providers"): (
        {
            "kind": "oidc",
            "name": "A",
            "settings": {"issuer": "https://a.example", "client_id": "a"},
        },
        {"roles"},
    ),
    ("post", "admin/providers/description"): ({"kind": "saml", "document": "<a/>"}, set()),
    ("post", "rights/roles"): ({"key": "a", "label": {"en": "A", "zh": "A"}}, set()),
    ("post", "rights/rules"): (
        {"object": "contact", "name": "A", "filter": {"all": []}},
        {"role"},
    ),
    ("post", "rights/reviews"): ({"name": "A", "due_on": "2099-01-01"}, {"roles"}),
    ("post", "objects/contact/fields"): (
        {"key": "a", "kind": "text", "label": {"en": "A", "zh": "A"}},
        set(),
    ),
    ("post", "segments/count"): ({"object": "contact"}, set()),
    ("post", "suppressions"): ({"email": "a@example.com"}, set()),
    ("post", "marketing/templates/preview"): ({"subject": "A", "body": "A"}, set()),
    ("post", "exports"): ({"object": "contact"}, set()),
    ("post", "orders"): ({"values": SAMPLES["order"], "lines": []}, set()),
}


@pytest.mark.parametrize("object_key", SAMPLES)
def test_a_record_takes_its_own_fields_only(admin: ApiClient, object_key: str) -> None:
    path = f"records/{object_key}"
    if object_key == "contract":
        make_contract(admin)
    made = admin.post(path, SAMPLES[object_key])
    assert made.status == 201, made
    one = f"{path}/{made.json['id']}"
    tables = Tables()
    for key, value in {**EXTRA, **NAMED.get(object_key, {})}.items():
        for answer in (
            admin.post(path, {**SAMPLES[object_key], key: value}),
            admin.patch(one, {key: value}, version=made.version),
        ):
            assert answer.status == 422, (key, answer)
            assert [key] in [problem["loc"] for problem in answer.problem["errors"]], (key, answer)
        bulk = admin.post(f"{path}/bulk", {"ids": [made.json["id"]], "set": {key: value}})
        assert bulk.status in {400, 403, 422}, (key, bulk)
        assert key in bulk.text.decode(), (key, bulk)
    assert tables.changed() == []


@pytest.mark.parametrize("route", OTHERS, ids=" ".join)
def test_a_body_takes_what_it_declares_only(admin: ApiClient, route: tuple[str, str]) -> None:
    method, path = route
    body, own = OTHERS[route]
    tables = Tables()
    for key, value in EXTRA.items():
        if key in own or key in body:
            continue
        answer = admin.request(method, path, {**body, key: value})
        assert answer.status in {400, 422}, (key, answer)
        assert key in answer.text.decode(), (key, answer)
        assert tables.changed() == [], key
