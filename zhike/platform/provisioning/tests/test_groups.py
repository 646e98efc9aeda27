"""Teams as groups: made, filled, renamed and removed; and what people see changes at once."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import ApiClient, make_person
from zhike.platform.changes.models import Change
from zhike.platform.identity.models import Membership, Team
from zhike.platform.provisioning.tests.conftest import GROUP, Directory, refused


def group(directory: Directory, name: str, *members: ApiClient, **values: Any) -> dict[str, Any]:
    named = [{"value": str(one.id)} for one in members]
    body = {"schemas": [GROUP], "displayName": name, "members": named, **values}
    answer = directory.call("post", "Groups", body)
    assert answer.status == 201, answer
    made: dict[str, Any] = answer.json
    return made


def members(made: dict[str, Any]) -> set[str]:
    rows = Membership.objects.filter(team_id=made["id"]).select_related("user")
    return {row.user.name for row in rows}


def test_a_group_is_a_team_and_opens_what_teams_open(
    directory: Directory, alice: ApiClient, charlie: ApiClient
) -> None:
    contact = alice.post("records/contact", {"name": "Wei"}).json["id"]
    assert charlie.get(f"records/contact/{contact}").status == 404
    made = group(directory, "North", alice, charlie, externalId="g-1")
    assert (made["displayName"], made["externalId"]) == ("North", "g-1")
    assert [one["display"] for one in made["members"]] == ["Alice", "Charlie"]
    assert made["members"][0]["$ref"].endswith(f"/scim/v2/Users/{alice.id}")
    assert charlie.get(f"records/contact/{contact}").status == 200
    groups = directory.call("get", f"Users/{charlie.id}").json["groups"]
    assert {"North", "West"} == {one["display"] for one in groups}
    out = {"op": "remove", "path": f'members[value eq "{charlie.id}"]'}
    assert directory.patch(f"Groups/{made['id']}", out).status == 200
    assert charlie.get(f"records/contact/{contact}").status == 404
    verbs = set(
        Change.objects.filter(object="team", record=made["id"]).values_list("verb", flat=True)
    )
    assert verbs == {"create", "provision", "add-member", "remove-member"}


def test_members_come_and_go_in_every_way_there_is(
    directory: Directory, alice: ApiClient, bob: ApiClient, charlie: ApiClient
) -> None:
    made = group(directory, "North", alice)
    path = f"Groups/{made['id']}"

    def sent(op: str, value: Any = None, where: str = "members") -> set[str]:
        operation = {"op": op, "path": where, **({} if value is None else {"value": value})}
        answer = directory.patch(path, operation)
        assert answer.status == 200, answer
        return members(made)

    assert sent("Add", [{"value": str(bob.id)}]) == {"Alice", "Bob"}
    assert sent("add", [{"value": str(bob.id)}]) == {"Alice", "Bob"}
    assert sent("remove", [{"value": str(alice.id)}]) == {"Bob"}
    assert sent("replace", [{"value": str(alice.id)}, {"value": str(charlie.id)}]) == {
        "Alice",
        "Charlie",
    }
    assert sent("remove") == set()
    body = {"schemas": [GROUP], "displayName": "South", "members": [{"value": str(bob.id)}]}
    assert directory.call("put", path, body).json["displayName"] == "South"
    assert members(made) == {"Bob"}
    assert Team.objects.get(id=made["id"]).name == "South"


def test_a_group_of_many_costs_as_many_statements_as_one_of_few(
    directory: Directory, alice: ApiClient
) -> None:
    people = [str(make_person(f"Person {number}", "member").id) for number in range(12)]
    path = f"Groups/{group(directory, 'North', alice)['id']}"

    def statements(members: list[str]) -> int:
        values = [{"value": one} for one in members]
        body = {"schemas": [GROUP], "displayName": "North", "members": values}
        with CaptureQueriesContext(connection) as asked:
            assert directory.call("put", path, body).status == 200
        return len(asked)

    few, many = statements(people[:2]), statements(people[2:])
    assert many == few
    assert Membership.objects.filter(team__name="North").count() == 10
    told = Change.objects.filter(object="team", verb="add-member")
    assert told.count() == 1 + 2 + 10


def test_a_group_that_cannot_be_changes_nothing(directory: Directory, alice: ApiClient) -> None:
    made = group(directory, "North", alice)
    for body, status, word in (
        ({"displayName": "North"}, 409, "uniqueness"),
        ({"displayName": ""}, 400, "invalidValue"),
        ({"displayName": "X", "members": [{"value": "nobody"}]}, 400, "invalidValue"),
        ({"displayName": "X", "members": [{"value": made["id"]}]}, 400, "invalidValue"),
    ):
        refused(directory.call("post", "Groups", {"schemas": [GROUP], **body}), status, word)
    assert set(Team.objects.values_list("name", flat=True)) == {"East", "North"}
    assert members(made) == {"Alice"}


def test_a_group_that_is_deleted_takes_nobody_along(directory: Directory, alice: ApiClient) -> None:
    made = group(directory, "North", alice)
    assert directory.call("delete", f"Groups/{made['id']}").status == 204
    refused(directory.call("get", f"Groups/{made['id']}"), 404)
    assert alice.get("auth/me").status == 200
    assert [team["name"] for team in alice.get("auth/me").json["teams"]] == ["East"]


def test_a_group_that_rules_open_records_to_stays(
    directory: Directory, admin: ApiClient, alice: ApiClient
) -> None:
    made = group(directory, "North", alice)
    rule = {
        "object": "contact",
        "name": "North sees all",
        "filter": {"all": []},
        "team": made["id"],
        "access": "view",
    }
    assert admin.post("rights/rules", rule).status == 201
    refused(directory.call("delete", f"Groups/{made['id']}"), 409)
    assert members(made) == {"Alice"}


@pytest.mark.parametrize(
    ("filter", "found"),
    [
        ('displayName eq "north"', ["North"]),
        ('displayName sw "n" or displayName eq "east"', ["East", "North"]),
        ('externalId eq "g-1"', ["North"]),
        ('externalId eq "G-1"', []),
        ('members[value eq "{alice}"]', ["East", "North"]),
        ('members.value eq "{alice}" and not (displayName eq "East")', ["North"]),
        ("members pr", ["East", "North"]),
    ],
)
def test_groups_are_found(
    directory: Directory, alice: ApiClient, filter: str, found: list[str]
) -> None:
    group(directory, "North", alice, externalId="g-1")
    group(directory, "Empty")
    asked = filter.replace("{alice}", str(alice.id))
    assert sorted(directory.found("Groups", asked)) == found
