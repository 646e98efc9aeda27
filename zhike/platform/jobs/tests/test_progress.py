"""Progress: written by jobs, seen by its person in the tray and by nobody else."""

import json

import psycopg
import pytest

from tests.cast import ApiClient
from zhike.kit.errors import NotFound
from zhike.kit.language import Text
from zhike.platform.identity.actor import Actor
from zhike.platform.jobs.jobs import forget_old_work
from zhike.platform.jobs.listening import connection_parameters
from zhike.platform.jobs.models import Progress
from zhike.platform.jobs.progress import CHANNEL, Watched, start_progress
from zhike.platform.jobs.queue import Interrupted

TITLE = Text("Import people.csv", "导入 people.csv")


def start(client: ApiClient) -> Watched:
    return start_progress(Actor(client.id, "web"), "import", TITLE, total=10)


def tray(client: ApiClient) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = client.get("jobs").json["rows"]
    return rows


def test_the_tray_shows_ones_own_work_as_it_goes(alice: ApiClient, bob: ApiClient) -> None:
    watched = start(alice)
    (row,) = tray(alice)
    assert row["title"] == {"en": TITLE.en, "zh": TITLE.zh}
    assert (row["state"], row["done"], row["total"]) == ("queued", 0, 10)
    watched.advance(4)
    assert [(r["state"], r["done"]) for r in tray(alice)] == [("running", 4)]
    watched.finish({"created": 10})
    (row,) = tray(alice)
    assert (row["state"], row["done"], row["result"]) == ("done", 10, {"created": 10})
    assert tray(bob) == []
    assert ApiClient().get("jobs").status == 401


def test_advancing_often_writes_seldom(alice: ApiClient, django_assert_num_queries: object) -> None:
    watched = start(alice)
    with django_assert_num_queries(2):  # type: ignore[operator]
        for done in range(11):
            watched.advance(done, 10)
    assert Progress.objects.get().done == 10


def test_what_leaves_the_block_is_shown_as_a_sentence(alice: ApiClient) -> None:
    watched = start(alice)
    with pytest.raises(NotFound), watched.running():
        raise NotFound
    assert tray(alice)[0]["error"] == {"en": NotFound.text.en, "zh": NotFound.text.zh}
    with pytest.raises(ValueError, match="secret"), watched.running():
        raise ValueError("secret: password=hunter2")
    (row,) = tray(alice)
    assert (row["state"], row["error"]) == (
        "failed",
        {"en": "Something went wrong.", "zh": "出现错误。"},
    )


def test_an_interruption_waits_to_go_on(alice: ApiClient) -> None:
    watched = start(alice)
    with pytest.raises(Interrupted), watched.running():
        raise Interrupted
    assert tray(alice)[0]["state"] == "queued"


@pytest.mark.django_db(transaction=True)
def test_listeners_are_told_whose_it_is() -> None:
    with psycopg.connect(**connection_parameters(), autocommit=True) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        watched = start_progress(Actor(None, "system"), "upkeep", TITLE)
        watched.finish()
        notes = [note.payload for note in listener.notifies(timeout=30, stop_after=2)]
    assert [json.loads(note) for note in notes] == [{"id": str(watched.id), "user": None}] * 2


def test_old_work_is_forgotten_and_unfinished_work_is_not(alice: ApiClient) -> None:
    done, waiting, fresh = start(alice), start(alice), start(alice)
    done.finish()
    fresh.finish()
    Progress.objects.filter(id__in=[done.id, waiting.id]).update(updated_at="2020-01-01T00:00Z")
    forget_old_work(timestamp=0)
    assert set(Progress.objects.values_list("id", flat=True)) == {waiting.id, fresh.id}
