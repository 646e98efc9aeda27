"""An import that is cut off anywhere goes on where it was: nothing lost, nothing doubled."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from tests.cast import ApiClient
from zhike.foundation.customer.models import Company, Contact
from zhike.platform.changes.models import Change
from zhike.platform.imports import run as running
from zhike.platform.imports.batch import Run, write_batch
from zhike.platform.imports.convert import Draft
from zhike.platform.imports.models import Import, RowProblem
from zhike.platform.imports.reading.rows import Row
from zhike.platform.jobs.progress import Watched
from zhike.platform.jobs.queue import Interrupted
from zhike.platform.jobs.testing import run_queued_jobs

BATCH = 200
ROWS = 500


@pytest.fixture
def started(manager: ApiClient, monkeypatch: pytest.MonkeyPatch) -> Import:
    """An import of two and a half batches, queued: every tenth row has no key, every hundredth is bad."""
    monkeypatch.setattr(running, "BATCH", BATCH)
    lines = ["name,email,company"]
    for n in range(ROWS):
        email = "" if n % 10 == 0 else "bad" if n % 100 == 1 else f"p{n}@x.cn"
        lines.append(f"P{n},{email},Company {n % 7}")
    file = SimpleUploadedFile("many.csv", "\n".join(lines).encode())
    made = manager.post("imports", {"object": "contact"}, files={"file": file}).json
    assert manager.patch(f"imports/{made['id']}", {"leave_empty": False}).status == 200
    assert manager.post(f"imports/{made['id']}/run").status == 202
    return Import.objects.get(id=made["id"])


def assert_complete(source: Import) -> None:
    bad = ROWS // 100
    source.refresh_from_db()
    assert (source.state, source.cursor, source.created, source.failed) == (
        "done",
        ROWS,
        ROWS - bad,
        bad,
    )
    assert (
        Contact.objects.count() == Contact.objects.values("name").distinct().count() == ROWS - bad
    )
    assert Change.objects.filter(object="contact", verb="create").count() == ROWS - bad
    assert Company.objects.count() == 7
    assert RowProblem.objects.count() == bad


@pytest.mark.parametrize("after_writing", [False, True])
def test_a_crash_in_the_middle_of_a_batch(
    started: Import, monkeypatch: pytest.MonkeyPatch, after_writing: bool
) -> None:
    calls = 0

    def crashing(run: Run, drafts: Sequence[Draft]) -> None:
        nonlocal calls
        calls += 1
        if calls != 2 or after_writing:
            write_batch(run, drafts)
        if calls == 2:
            raise RuntimeError("the power went")

    monkeypatch.setattr(running, "write_batch", crashing)
    with pytest.raises(RuntimeError):
        run_queued_jobs()
    started.refresh_from_db()
    assert (started.state, started.cursor) == ("failed", BATCH)
    assert Contact.objects.count() == started.created == BATCH - started.failed
    running.run_import(started.id, Watched(started.progress or started.id))
    assert_complete(started)


def test_a_worker_that_must_end_stops_between_batches(
    started: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "stopping", lambda: True)
    for done in (1, 2):
        with pytest.raises(Interrupted):
            running.run_import(started.id, Watched(started.progress or started.id))
        started.refresh_from_db()
        assert (started.state, started.cursor) == ("running", done * BATCH)
    monkeypatch.setattr(running, "stopping", lambda: False)
    run_queued_jobs()
    assert_complete(started)


def test_of_two_workers_at_one_import_the_later_stops(started: Import) -> None:
    stale = Import.objects.get(id=started.id)
    run_queued_jobs()
    assert_complete(started)
    changes = Change.objects.count()
    actor = running.actor_of(stale)
    draft = running.converter_of(stale).draft(Row(1, ["Twice", "twice@x.cn", ""]))
    Import.objects.filter(id=stale.id).update(state="running")
    with transaction.atomic():
        assert not running.write_and_advance(stale, running.run_of(stale, actor), [draft])
    assert Change.objects.count() == changes


def test_a_row_the_database_refuses_fails_alone(
    manager: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zhike.platform.imports import batch
    from zhike.platform.records.actions.bulk_write import write_many
    from zhike.platform.records.errors import Duplicate

    def picky(actor: Any, object_key: str, writes: Any, **options: Any) -> None:
        if any(write.values.get("name") == "P13" for write in writes):
            raise Duplicate(object=object_key)
        write_many(actor, object_key, writes, **options)

    monkeypatch.setattr(batch, "write_many", picky)
    text = "name,email\n" + "".join(f"P{n},p{n}@x.cn\n" for n in range(100))
    file = SimpleUploadedFile("many.csv", text.encode())
    made = manager.post("imports", {"object": "contact"}, files={"file": file}).json
    manager.post(f"imports/{made['id']}/run")
    run_queued_jobs()
    source = Import.objects.get(id=made["id"])
    assert (source.created, source.failed) == (99, 1)
    assert RowProblem.objects.get().row == 15
