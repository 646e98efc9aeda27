"""What each endpoint costs in SQL statements, written down in `query_counts.json` beside this file.

A number that rises is a decision, not an accident: renew the file with `ZHIKE_RENEW_COUNTS=1` and say why in the commit. The
statements are counted over little data and over more, so that none of them grows with the rows shown.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import ApiClient
from zhike.platform.metadata.tests.contracts import make_contract

FILE = Path(__file__).with_name("query_counts.json")
CITY = {"field": "address", "op": "in_region", "value": ["310000"]}
BUYERS = {"related": "orders", "having": {"count": {"gte": 3}}}


@pytest.fixture(autouse=True)
def patient_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept for two seconds is kept throughout, however slow the machine is."""
    for name in (
        "identity.profile.KEEP",
        "identity.sessions.KEEP",
        "metadata.registry.VERSION_CHECK",
    ):
        monkeypatch.setattr(f"zhike.platform.{name}_SECONDS", 600.0)


def requests(contact: str, company: str) -> dict[str, tuple[str, str, Any]]:
    """Name of each request, its method, its path, and its body or query."""
    one = f"records/contact/{contact}"
    return {
        "meta": ("get", "meta", None),
        "list": ("get", "records/contact", None),
        "list with count": ("get", "records/contact", {"count": "capped"}),
        "list by company name": ("get", "records/contact", {"sort": "company.name"}),
        "list filtered": ("get", "records/contact", {"filter": {"all": [CITY, BUYERS]}}),
        "record": ("get", one, None),
        "timeline": ("get", f"{one}/timeline", None),
        "history": ("get", f"{one}/history", None),
        "related": ("get", f"records/company/{company}/related/contacts", None),
        "links": ("get", f"{one}/links", None),
        "views": ("get", "views", None),
        "search": ("get", "search", {"q": "zhangw"}),
        "aggregate": ("post", "records/contact/aggregate", {"group": [{"field": "stage"}]}),
        "segment count": ("post", "segments/count", {"object": "contact", "filter": CITY}),
        "describe": ("post", "filters/describe", {"object": "contact", "filter": CITY}),
        "home": ("get", "analytics/home", None),
        "jobs": ("get", "jobs", None),
        "create": ("post", "records/contact", {"name": "张伟", "company": company}),
        "list of a made object": ("get", "records/contract", {"sort": "custom.company.name"}),
        "records pointing at it": (
            "get",
            f"records/company/{company}/related/contract.company",
            None,
        ),
        "create of a made object": (
            "post",
            "records/contract",
            {"title": "合同", "custom": {"company": company}},
        ),
    }


def counted(client: ApiClient, method: str, path: str, sent: Any) -> int:
    """Statements of one request, with the caches of people and metadata warm."""
    client.get("meta")
    options = {"query": sent} if method == "get" and sent else {}
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path, **options) if method == "get" else client.post(path, sent)
    assert answer.status < 300, (path, answer)
    # Django knows no text for a statement the server had prepared already.
    return sum("SAVEPOINT" not in (query["sql"] or "") for query in captured.captured_queries)


def make(client: ApiClient, count: int) -> tuple[str, str]:
    """Companies with a contact and an order each; the last contact and company."""
    contact = company = ""
    for index in range(count):
        company = client.post("records/company", {"name": f"企业 {index}"}).json["id"]
        contact = client.post("records/contact", {"name": "张伟", "company": company}).json["id"]
        order = {"number": f"A{index}", "contact": contact, "ordered_at": "2026-11-01", "total": 10}
        made = client.post("records/order", order)
        assert made.status == 201, made
        contract = {"title": f"合同 {index}", "custom": {"company": company}}
        assert client.post("records/contract", contract).status == 201
    return contact, company


@pytest.fixture(autouse=True)
def contracts(admin: ApiClient) -> None:
    """An object that was made stands beside those of the house."""
    make_contract(admin)


def test_statements_per_endpoint_are_as_written_down(manager: ApiClient) -> None:
    few = make(manager, 2)
    found = {name: counted(manager, *request) for name, request in requests(*few).items()}
    if os.environ.get("ZHIKE_RENEW_COUNTS"):
        FILE.write_text(json.dumps(found, indent=1) + "\n")
    assert found == json.loads(FILE.read_text())


@pytest.mark.parametrize(
    "name", [name for name in requests("", "") if not name.startswith("create")]
)
def test_no_endpoint_costs_more_for_more_rows(manager: ApiClient, name: str) -> None:
    make(manager, 1)
    before = counted(manager, *requests(*make(manager, 1))[name])
    assert counted(manager, *requests(*make(manager, 12))[name]) == before
