"""The tree of departments: who is seen from where, and moves that would break the tree."""

from uuid import UUID

import pytest

from tests.cast import ApiClient
from zhike.platform.changes.models import Change
from zhike.platform.identity import department_actions
from zhike.platform.identity.actor import SYSTEM
from zhike.platform.identity.errors import DepartmentBelowItself
from zhike.platform.identity.models import Department, DepartmentMember
from zhike.platform.identity.profile import profile_of


def department(name: str, parent: Department | None = None) -> Department:
    return department_actions.create_department(
        SYSTEM, name=name, parent_id=None if parent is None else parent.id
    )


def seen_by(client: ApiClient) -> set[UUID]:
    profile = profile_of(client.id)
    assert profile is not None
    assert list(profile.department_mates) == sorted(profile.department_mates)
    return set(profile.department_mates)


def test_one_sees_ones_departments_and_all_below(
    alice: ApiClient, bob: ApiClient, charlie: ApiClient, manager: ApiClient
) -> None:
    sales = department("Sales")
    east = department("East", sales)
    shanghai = department("Shanghai", east)
    west = department("West", sales)
    for client, place in ((manager, sales), (alice, east), (bob, shanghai), (charlie, west)):
        department_actions.set_departments(SYSTEM, client.id, [place.id])
    assert seen_by(manager) == {manager.id, alice.id, bob.id, charlie.id}
    assert seen_by(alice) == {alice.id, bob.id}
    assert seen_by(bob) == {bob.id}
    assert seen_by(charlie) == {charlie.id}
    department_actions.change_department(SYSTEM, shanghai.id, {"parent_id": west.id})
    assert seen_by(alice) == {alice.id}
    assert seen_by(charlie) == {charlie.id, bob.id}


def test_the_head_of_a_department_sees_it_without_working_in_it(
    alice: ApiClient, bob: ApiClient, charlie: ApiClient
) -> None:
    east = department("East")
    department_actions.set_departments(SYSTEM, bob.id, [east.id])
    assert seen_by(alice) == set()
    department_actions.change_department(SYSTEM, east.id, {"head_id": alice.id})
    assert seen_by(alice) == {alice.id, bob.id}
    assert seen_by(charlie) == set()


def test_several_departments_and_one_primary(alice: ApiClient, bob: ApiClient) -> None:
    one, two = department("One"), department("Two")
    department_actions.set_departments(SYSTEM, alice.id, [one.id, two.id], primary=two.id)
    places = {place.department_id: place.is_primary for place in alice_places(alice)}
    assert places == {one.id: False, two.id: True}
    department_actions.set_departments(SYSTEM, bob.id, [two.id])
    assert seen_by(alice) == {alice.id, bob.id}
    changes = Change.objects.filter(verb="set-departments", record=alice.id)
    assert [change.after for change in changes] == [{"departments": [str(two.id), str(one.id)]}]


def alice_places(client: ApiClient) -> list[DepartmentMember]:
    return list(DepartmentMember.objects.filter(user_id=client.id))


def test_a_department_never_gets_under_itself(db: None) -> None:
    top = department("Top")
    middle = department("Middle", top)
    low = department("Low", middle)
    for place in (top, middle, low):
        with pytest.raises(DepartmentBelowItself):
            department_actions.change_department(SYSTEM, top.id, {"parent_id": place.id})
    assert dict(Department.objects.values_list("name", "parent_id")) == {
        "Top": None,
        "Middle": top.id,
        "Low": middle.id,
    }


def test_administrators_tend_the_tree_and_everybody_sees_it(
    admin: ApiClient, alice: ApiClient, reader: ApiClient
) -> None:
    top = admin.post("departments", {"name": " Sales ", "head": str(alice.id)}).json
    assert top["name"] == "Sales"
    low = admin.post("departments", {"name": "East", "parent": top["id"]}).json
    assert admin.post("departments", {"name": "East", "parent": top["id"]}).status == 409
    assert admin.post("departments", {"name": "Sales"}).problem["code"] == "department-name-taken"
    path = f"admin/users/{alice.id}/departments"
    assert admin.put(path, {"departments": [low["id"]]}).status == 204
    rows = reader.get("departments").json["rows"]
    assert [(row["name"], row["parent"], row["members"]) for row in rows] == [
        ("Sales", None, []),
        ("East", top["id"], [str(alice.id)]),
    ]
    moved = admin.patch(f"departments/{top['id']}", {"parent": low["id"]})
    assert moved.problem["code"] == "department-below-itself"
    assert admin.patch(f"departments/{top['id']}", {"head": None}).json["head"] is None
    assert admin.delete(f"departments/{top['id']}").problem["code"] == "department-not-empty"
    assert admin.delete(f"departments/{low['id']}").problem["code"] == "department-not-empty"
    assert admin.put(path, {"departments": []}).status == 204
    assert admin.delete(f"departments/{low['id']}").status == 204
    assert [c.verb for c in Change.objects.filter(object="department").order_by("id")] == [
        "create",
        "create",
        "update",
        "delete",
    ]


def test_others_do_not_tend_the_tree(admin: ApiClient, manager: ApiClient) -> None:
    place = department("Sales")
    refused = [
        manager.post("departments", {"name": "X"}),
        manager.patch(f"departments/{place.id}", {"name": "X"}),
        manager.delete(f"departments/{place.id}"),
        manager.put(f"admin/users/{manager.id}/departments", {"departments": [str(place.id)]}),
    ]
    assert [answer.status for answer in refused] == [403] * 4
    assert [one.name for one in Department.objects.all()] == ["Sales"]
    assert DepartmentMember.objects.count() == 0
