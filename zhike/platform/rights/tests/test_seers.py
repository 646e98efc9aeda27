"""Who sees a record: true for everybody, in as many statements for many people as for few."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import ApiClient, make_person, set_rights


@pytest.fixture
def mixed(
    admin: ApiClient,
    alice: ApiClient,
    bob: ApiClient,
    charlie: ApiClient,
    manager: ApiClient,
    reader: ApiClient,
) -> dict[str, Any]:
    """Alice's company, contact and note with every way in: a rule, shares, a company that opens, an area of one's own."""
    area = {"label": {"en": "Area", "zh": "区域"}}
    assert admin.put("rights/attributes/area", area).status == 200
    people = [admin, alice, bob, charlie, manager, reader]
    people += [make_person(f"P{number}", "member", f"T{number % 3}") for number in range(6)]
    people.append(make_person("Nobody", "none"))
    assert set_rights(admin, "member", follows={"contact": ["company"]}).status == 200
    company = alice.post("records/company", {"name": "Acme"}).json["id"]
    contact = alice.post(
        "records/contact", {"name": "Ann", "job_title": "Buyer", "company": company}
    ).json["id"]
    note = alice.post("records/activity", {"subject": "Call", "type": "note", "about": contact})
    mine = {"field": "job_title", "op": "mine", "value": "area"}
    admin.post("rights/rules", {"object": "contact", "name": "Area", "filter": mine})
    admin.put(f"admin/users/{people[6].id}/attributes", {"values": {"area": ["buyer"]}})
    alice.post(f"records/company/{company}/shares", {"user": str(people[7].id)})
    alice.post(f"records/contact/{contact}/shares", {"user": str(people[8].id), "access": "edit"})
    sales = admin.post("departments", {"name": "Sales"}).json["id"]
    admin.put(f"admin/users/{people[9].id}/departments", {"departments": [sales]})
    alice.post(f"records/contact/{contact}/shares", {"department": sales})
    ids = {"company": company, "contact": contact, "activity": note.json["id"]}
    return {"people": people, "ids": ids}


@pytest.mark.parametrize("key", ["company", "contact", "activity"])
def test_who_is_named_can_open_it_and_nobody_else(mixed: dict[str, Any], key: str) -> None:
    path = f"records/{key}/{mixed['ids'][key]}"
    admin = mixed["people"][0]
    told = {one["id"]: one for one in admin.get(f"{path}/rights").json["people"]}
    for person in mixed["people"]:
        found = person.get(path)
        assert (str(person.id) in told) == (found.status == 200), person.email
        if found.status != 200:
            continue
        seer = told[str(person.id)]
        assert seer["reasons"], person.email
        mine = person.get(f"{path}/rights", query={"people": "false"}).json["mine"]
        allowed = [action for action in ("edit", "delete") if mine[action] is None]
        assert seer["actions"] == allowed, person.email


def test_many_people_cost_no_more_statements_than_few(mixed: dict[str, Any]) -> None:
    admin = mixed["people"][0]

    def statements(key: str) -> int:
        path = f"records/{key}/{mixed['ids'][key]}/rights"
        admin.get(path)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert admin.get(path).status == 200
        return len(captured)

    few = {key: statements(key) for key in mixed["ids"]}
    for number in range(40):
        make_person(f"Q{number}", "member", f"T{number % 3}")
    assert {key: statements(key) for key in mixed["ids"]} == few
    assert max(few.values()) <= 13
