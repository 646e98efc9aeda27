"""Who hears what, asked once for all who listen: rules, shares and opened records included."""

from typing import Any
from uuid import UUID

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import ApiClient, make_person, set_rights
from zhike.platform.live.news import News, events_for, policies_of


@pytest.fixture
def shared_out(admin: ApiClient, alice: ApiClient) -> dict[str, Any]:
    """Contacts of Alice's with every way to others, notes about them, and people for each way."""
    assert set_rights(admin, "member", follows={"contact": ["company"]}).status == 200
    people = {name: make_person(name, "member") for name in ("Rule", "Share", "Follow", "Nobody")}
    company = alice.post("records/company", {"name": "Acme"}).json["id"]
    bodies = [{"job_title": "Buyer"}, {}, {"company": company}]
    contacts = [
        alice.post("records/contact", {"name": "Ann", **body}).json["id"] for body in bodies
    ]
    team = admin.post("teams", {"name": "Buyers"}).json["id"]
    assert admin.put(f"teams/{team}/members/{people['Rule'].id}").status == 204
    buyers = {"field": "job_title", "op": "eq", "value": "Buyer"}
    rule = {"object": "contact", "name": "Buyers", "filter": buyers, "team": team}
    assert admin.post("rights/rules", rule).status == 201
    for path, name in ((f"contact/{contacts[1]}", "Share"), (f"company/{company}", "Follow")):
        answer = alice.post(f"records/{path}/shares", {"user": str(people[name].id)})
        assert answer.status == 200, answer
    notes = [
        alice.post(
            "records/activity", {"type": "note", "subject": "x", "about": one, "owner": None}
        )
        for one in contacts
    ]
    return {
        "people": people,
        "contact": contacts,
        "activity": [note.json["id"] for note in notes],
    }


def heard(shared_out: dict[str, Any], key: str) -> dict[str, list[int]]:
    """By name, which of the three are heard of."""
    news = [News(key, UUID(one), "update") for one in shared_out[key]]
    people = {person.id: name for name, person in shared_out["people"].items()}
    events = events_for(list(people), news)
    return {
        name: [
            shared_out[key].index(orjson.loads(event.split(b"data: ")[1])["id"])
            for event in events.get(id_, [])
        ]
        for id_, name in people.items()
    }


@pytest.mark.parametrize("key", ["contact", "activity"])
def test_each_hears_of_what_they_may_view_in_whatever_way(
    shared_out: dict[str, Any], key: str
) -> None:
    expected = {"Rule": [0], "Share": [1], "Follow": [2], "Nobody": []}
    assert heard(shared_out, key) == expected


@pytest.mark.parametrize("key", ["contact", "activity"])
def test_many_listeners_cost_no_more_statements_than_few(
    shared_out: dict[str, Any], alice: ApiClient, key: str
) -> None:
    news = [News(key, UUID(one), "update") for one in shared_out[key]]

    def statements(people: list[UUID]) -> int:
        policies_of(people)
        with CaptureQueriesContext(connection) as asked:
            events_for(people, news)
        return len(asked)

    few = [person.id for person in shared_out["people"].values()]
    many = [make_person(f"P{number}", "member").id for number in range(20)]
    for one in many:
        sent = {"user": str(one)}
        assert alice.post(f"records/contact/{shared_out['contact'][1]}/shares", sent).status == 200
    policies_of([*few, *many])
    assert statements([*few, *many]) == statements(few) <= 5


def test_news_of_an_object_that_is_gone_keep_no_other_news_from_anybody(
    shared_out: dict[str, Any], alice: ApiClient
) -> None:
    one = UUID(shared_out["contact"][0])
    events = events_for([alice.id], [News("gone", one, "update"), News("contact", one, "update")])
    told = [orjson.loads(event.split(b"data: ")[1]) for event in events[alice.id]]
    assert told == [{"object": "contact", "id": str(one), "verb": "update"}]
