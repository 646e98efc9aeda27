"""Whose imports are whose, and that an import may do what its person may do and no more."""

import json

import pytest
from django.db import transaction

from tests.cast import ApiClient, set_rights
from zhike.foundation.customer.models import Contact
from zhike.kit.errors import Forbidden
from zhike.platform.access.models import RoleAssignment
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.profile import forget
from zhike.platform.imports.batch import Source, new_run, write_batch
from zhike.platform.imports.convert import Converter
from zhike.platform.imports.models import Import
from zhike.platform.imports.reading.rows import Row
from zhike.platform.imports.tests.uploads import PEOPLE, counts, imported, upload
from zhike.platform.jobs.testing import run_queued_jobs
from zhike.platform.metadata.registry import registry


def test_an_import_belongs_to_its_person(
    manager: ApiClient, bob: ApiClient, admin: ApiClient
) -> None:
    path = f"imports/{upload(manager, PEOPLE).json['id']}"
    for answer in (
        bob.get(path),
        bob.post(f"{path}/run"),
        bob.patch(path, {"existing": "skip"}),
        bob.get(f"{path}/errors.csv"),
        bob.post(f"{path}/preview"),
    ):
        assert answer.status == 404
    assert admin.get(path).status == 200
    assert manager.get("imports").json["rows"][0]["file_name"] == "people.csv"
    assert bob.get("imports").json["rows"] == []


def test_who_may_not_import_cannot(alice: ApiClient, reader: ApiClient, guest: ApiClient) -> None:
    assert upload(reader, PEOPLE).status == 403
    assert upload(alice, PEOPLE).status == 403
    assert upload(guest, PEOPLE).status == 401


def test_a_record_one_may_see_but_not_change_fails_its_row(
    manager: ApiClient, charlie: ApiClient
) -> None:
    charlie.post("records/contact", {"name": "张伟", "email": "z@x.cn"})
    ended = imported(manager, "name,email,job title\n张伟,z@x.cn,总监\n")
    assert counts(ended) == {"failed": 1}
    assert Contact.objects.get().job_title == ""


def test_a_record_one_may_not_see_stays_unknown(alice: ApiClient, charlie: ApiClient) -> None:
    alice.post("records/contact", {"name": "张伟", "email": "z@x.cn"})
    type_ = registry.get("contact")
    run = new_run(
        Actor(charlie.id, "import"),
        type_,
        match=None,
        existing="update",
        create_linked=True,
        filled=["name", "email"],
        defaults={},
        source=Source(),
    )
    draft = Converter(type_, ["name", "email"], {}).draft(Row(1, ["张伟", "z@x.cn"]))
    with transaction.atomic():
        write_batch(run, [draft])
    assert draft.result == "created"


@pytest.mark.parametrize("access", ["hidden", "masked", "view"])
@pytest.mark.parametrize("existing", ["update", "fill"])
def test_what_a_list_one_may_not_change_holds_decides_nothing_and_is_kept(
    admin: ApiClient, manager: ApiClient, existing: str, access: str
) -> None:
    known = {
        "name": "Merge Target",
        "phone": "+8613911112222",
        "email": "open@merge.example",
        "other_emails": ["hiddenalt@merge.example"],
    }
    record = manager.post("records/contact", known).json["id"]
    lists = {"other_emails": access, "other_phones": access}
    assert set_rights(admin, "manager", fields={"contact": lists}).status == 200
    told, paths = [], []
    for guess in ("hiddenalt@merge.example", "wrongguess@merge.example"):
        file = f"name,phone,email\nMerge Target,13911112222,{guess}\n"
        paths.append(f"imports/{upload(manager, file).json['id']}")
        assert manager.patch(paths[-1], {"existing": existing}).status == 200
        preview = manager.post(f"{paths[-1]}/preview").json
        assert preview["rows"][0]["action"] == ("update" if existing == "update" else "unchanged")
        told.append(json.dumps(preview).replace(guess, "GUESS"))
    if access != "view":
        assert told[0] == told[1]
    assert manager.post(f"{paths[1]}/run").status == 202
    run_queued_jobs()
    after = admin.get(f"records/contact/{record}").json
    moved = {
        "email": "wrongguess@merge.example",
        "other_emails": ["hiddenalt@merge.example", "open@merge.example"],
    }
    wanted = known | moved if existing == "update" else known
    assert {path: after[path] for path in wanted} == wanted
    assert manager.post(f"{paths[0]}/run").status == 202
    run_queued_jobs()
    after = admin.get(f"records/contact/{record}").json
    found = {after["email"], *after["other_emails"]}
    assert found == {wanted["email"], *wanted["other_emails"]}


def test_two_rows_about_one_person_lose_nothing_to_a_hidden_list(
    admin: ApiClient, manager: ApiClient
) -> None:
    fields = {"contact": {"other_emails": "hidden"}}
    assert set_rights(admin, "manager", fields=fields).status == 200
    rows = "name,phone,email\nOne,13911112222,a@merge.example\nOne,13911112222,b@merge.example\n"
    assert counts(imported(manager, rows)) == {"created": 1, "updated": 1}
    contact = Contact.objects.get()
    assert (contact.email, contact.other_emails) == ("b@merge.example", ["a@merge.example"])


def test_rights_taken_away_stop_the_import(manager: ApiClient) -> None:
    path = f"imports/{upload(manager, PEOPLE).json['id']}"
    manager.post(f"{path}/run")
    RoleAssignment.objects.filter(user=manager.id).update(role="read_only")
    forget(manager.id)
    with pytest.raises(Forbidden):
        run_queued_jobs()
    assert not Contact.objects.exists()
    assert Import.objects.get().state == "failed"
