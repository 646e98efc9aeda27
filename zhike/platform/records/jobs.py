"""Work of the records room that is done by the clock, or after an answer was given."""

from zhike.kit.clock import now
from zhike.platform.identity.actor import Actor, for_job
from zhike.platform.jobs.queue import defer, job, periodic
from zhike.platform.records.actions.numbers import number_existing
from zhike.platform.records.actions.purge import purge_trash
from zhike.platform.records.actions.purge_objects import purge_objects
from zhike.platform.records.indexes import settle_indexes


@periodic("41 2 * * *")
def empty_trash() -> None:
    """Remove for good what has lain in the trash for ninety days, and objects deleted thirty days ago."""
    purge_trash(now())
    purge_objects(now())


@job(queue="bulk", retry=5, name="records.number")
def number_records(actor: dict[str, str | None], object_key: str, key: str) -> None:
    """Give the records that were there before a field of automatic numbers theirs."""
    number_existing(for_job(actor), object_key, key)


def number_when_made(actor: Actor, object_key: str, key: str, kind: str) -> None:
    """Number what is there when a field of automatic numbers is made."""
    if kind == "auto_number":
        lock = f"number:{object_key}:{key}"
        defer(number_records, lock=lock, actor=actor.packed(), object_key=object_key, key=key)


@periodic("*/10 * * * *")
def index_lookups() -> None:
    """Build the indexes that lookups of large objects need, and drop those of fields that are gone."""
    settle_indexes()
