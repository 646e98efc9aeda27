"""Whose imports are whose, and that an import may do what its person may do and no more."""

import pytest
from django.db import transaction

from tests.cast import ApiClient
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


def test_rights_taken_away_stop_the_import(manager: ApiClient) -> None:
    path = f"imports/{upload(manager, PEOPLE).json['id']}"
    manager.post(f"{path}/run")
    RoleAssignment.objects.filter(user=manager.id).update(role="read_only")
    forget(manager.id)
    with pytest.raises(Forbidden):
        run_queued_jobs()
    assert not Contact.objects.exists()
    assert Import.objects.get().state == "failed"
