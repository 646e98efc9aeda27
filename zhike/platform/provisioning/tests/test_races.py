"""Two at once: one version is good for one change, and nobody waits in a circle for anybody."""

import pytest

from tests.cast import ApiClient, make_person
from tests.peers.test_sign_in import at_once
from zhike.platform.access.models import RoleAssignment
from zhike.platform.identity.models import Membership
from zhike.platform.provisioning.tests.conftest import GROUP, USER, Directory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TIMES = 6


def made_directory(admin: ApiClient) -> Directory:
    made = admin.post("auth/tokens", {"name": "Entra", "scopes": ["scim"]})
    return Directory(made.json["token"])


def test_of_two_changes_of_one_version_one_is_refused() -> None:
    directory = made_directory(make_person("Ada", "administrator"))
    one = directory.user()
    path = f"Users/{one['id']}"
    for turn in range(TIMES):
        version = directory.call("get", path).json["meta"]["version"]
        names = ["Anna", "Berta"] if turn % 2 else ["Cora", "Dora"]

        def change(names: list[str] = names, version: str = version) -> int:
            operation = {"op": "replace", "path": "displayName", "value": names.pop()}
            return directory.patch(path, operation, headers={"If-Match": version}).status

        assert at_once(change, 2) == [200, 412]


def test_a_directory_and_an_administrator_change_the_same_people_and_both_come_through() -> None:
    admin = make_person("Ada", "administrator")
    bea, cora = make_person("Bea", "administrator"), make_person("Cora", "administrator")
    directory = made_directory(admin)
    assert admin.patch("admin/provisioning", {"administrators": True}).status == 200
    body = {"schemas": [USER], "userName": "bea@example.com", "roles": [{"value": "member"}]}
    for _ in range(TIMES):
        for person in (bea, cora):
            back = admin.patch(f"admin/users/{person.id}", {"roles": ["administrator"]})
            assert back.status == 200, back
        sides = ["directory", "page"]

        def work(sides: list[str] = sides) -> int:
            if sides.pop() == "directory":
                return directory.call("put", f"Users/{bea.id}", body).status
            return admin.patch(f"admin/users/{cora.id}", {"roles": ["member"]}).status

        assert at_once(work, 2) == [200, 200]
    held = RoleAssignment.objects.filter(role="administrator")
    assert [one.user_id for one in held] == [admin.id]


def test_groups_are_filled_in_any_order_by_two_at_once() -> None:
    admin = make_person("Ada", "administrator")
    people = [str(make_person(name, "member").id) for name in ("Alice", "Bob", "Charlie")]
    directory = made_directory(admin)
    paths = []
    for name in ("North", "South"):
        body = {"schemas": [GROUP], "displayName": name}
        paths.append("Groups/" + directory.call("post", "Groups", body).json["id"])
    for _ in range(TIMES):
        for members in ([], people):
            jobs = [(paths[0], "North", members), (paths[1], "South", members[::-1])]

            def fill(jobs: list[tuple[str, str, list[str]]] = jobs) -> int:
                path, name, members = jobs.pop()
                values = [{"value": one} for one in members]
                body = {"schemas": [GROUP], "displayName": name, "members": values}
                return directory.call("put", path, body).status

            assert at_once(fill, 2) == [200, 200]
    assert Membership.objects.count() == 6
