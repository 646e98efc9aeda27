"""An export shows no row and no field that its person may not see, and stops when they may no longer."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.cast import ApiClient
from zhike.kit.clock import now
from zhike.platform.access.models import RoleAssignment
from zhike.platform.changes.models import Change
from zhike.platform.exports import cells, sources
from zhike.platform.exports.jobs import discard_old_exports
from zhike.platform.exports.models import Export
from zhike.platform.exports.storage import folder_of
from zhike.platform.exports.tests.files import content, exported, rows_of
from zhike.platform.identity.profile import forget
from zhike.platform.jobs.testing import run_queued_jobs
from zhike.platform.records.query import walk
from zhike.platform.rights.tests.test_fields import limit

pytestmark = pytest.mark.usefixtures("home")


def allow(admin: ApiClient, scope: str) -> None:
    """Let members export rows of `scope`."""
    limit(admin, "member", objects={"contact": {"export": scope}})


@pytest.mark.parametrize(
    ("scope", "names"), [("own", ["alice"]), ("team", ["alice", "bob"]), ("all", ["alice", "bob"])]
)
def test_rows_are_those_one_may_both_view_and_export(
    admin: ApiClient,
    alice: ApiClient,
    bob: ApiClient,
    charlie: ApiClient,
    scope: str,
    names: list[str],
) -> None:
    for name, person in (("alice", alice), ("bob", bob), ("charlie", charlie)):
        person.post("records/contact", {"name": name})
    allow(admin, scope)
    assert [row[0] for row in rows_of(content(alice, fields=["name"]))[1:]] == names


def test_without_the_right_nothing_is_exported(
    alice: ApiClient, reader: ApiClient, guest: ApiClient
) -> None:
    for person in (alice, reader):
        assert person.post("exports", {"object": "contact"}).status == 403
    assert guest.post("exports", {"object": "contact"}).status == 401
    assert not Export.objects.exists()


def test_masked_fields_are_masked_and_hidden_ones_unknown(
    admin: ApiClient, manager: ApiClient
) -> None:
    admin.post("records/contact", {"name": "王芳", "phone": "13800138000", "email": "wf@x.cn"})
    limit(admin, "manager", fields={"contact": {"phone": "masked", "email": "hidden"}})
    assert rows_of(content(manager, fields=["name", "phone"]))[1] == ["王芳", "+86138****8000"]
    hidden = {"object": "contact", "fields": ["name", "email"]}
    assert manager.post("exports", hidden).problem["code"] == "unknown-field"
    by_phone = {"field": "phone", "op": "contains", "value": "0013"}
    assert manager.post("exports", {"object": "contact", "filter": by_phone}).status == 422
    assert (
        manager.post("exports", {"object": "contact", "sort": "phone"}).problem["code"]
        == "masked-field"
    )


@pytest.fixture
def half_way(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Pages of one row, and something to do when the first is written."""
    todo: list[object] = []
    cell_of = cells.cell_of

    def watched(*arguments: object) -> object:
        while todo:
            todo.pop()()  # type: ignore[operator]
        return cell_of(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(walk, "PAGE", 1)
    monkeypatch.setattr(sources, "cell_of", watched)
    return todo


@pytest.mark.parametrize("how", ["disabled", "role", "field"])
def test_a_running_export_stops_when_its_person_loses_the_right(
    admin: ApiClient, manager: ApiClient, half_way: list[object], home: Path, how: str
) -> None:
    for name in "abc":
        manager.post("records/contact", {"name": name})
    asked = manager.post("exports", {"object": "contact", "fields": ["name", "phone"]}).json

    def lose() -> None:
        if how == "disabled":
            assert admin.patch(f"admin/users/{manager.id}", {"active": False}).status == 200
        elif how == "role":
            RoleAssignment.objects.filter(user=manager.id).update(role="read_only")
            forget(manager.id)
        else:
            limit(admin, "manager", fields={"contact": {"phone": "hidden"}})

    half_way.append(lose)
    run_queued_jobs()
    export = Export.objects.get(id=asked["id"])
    assert (export.state, export.rows) == ("failed", 0)
    assert not folder_of(export.id).exists()
    assert not Change.objects.filter(verb="export").exists()


def test_who_lost_the_right_cannot_fetch_what_is_ready(manager: ApiClient) -> None:
    path = f"exports/{exported(manager).json['id']}/file"
    assert manager.get(path).status == 200
    RoleAssignment.objects.filter(user=manager.id).update(role="read_only")
    forget(manager.id)
    assert manager.get(path).status == 403


def test_files_are_gone_after_seven_days(manager: ApiClient) -> None:
    export = exported(manager, filter={"all": []}).json
    discard_old_exports(0)
    assert manager.get(f"exports/{export['id']}/file").status == 200
    Export.objects.update(expires_at=now() - timedelta(seconds=1))
    assert manager.get(f"exports/{export['id']}/file").problem["code"] == "export-gone"
    discard_old_exports(0)
    assert not folder_of(Export.objects.get().id).exists()
    found = manager.get(f"exports/{export['id']}").json
    assert (found["state"], Export.objects.get().filter) == ("expired", None)


def test_an_unfinished_export_has_no_file(manager: ApiClient) -> None:
    asked = manager.post("exports", {"object": "contact"}).json
    assert manager.get(f"exports/{asked['id']}/file").problem["code"] == "export-not-ready"


def test_rows_changed_on_the_way_come_once_and_none_is_missed(
    manager: ApiClient, half_way: list[object]
) -> None:
    ids = [manager.post("records/contact", {"name": name}).json["id"] for name in "abc"]

    def touch() -> None:
        manager.patch(f"records/contact/{ids[0]}", {"name": "a2"}, version=1)
        manager.delete(f"records/contact/{ids[1]}", version=1)

    half_way.append(touch)
    raw = content(manager, fields=["name"], sort="-updated_at")
    assert [row[0] for row in rows_of(raw)[1:]] == ["c", "a2"]
