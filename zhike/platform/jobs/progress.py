"""Progress of long work: written by the job, pushed to its person's browsers, listed in the job tray."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

from django.db import connection

from zhike.kit.errors import ZhikeError
from zhike.kit.ids import new_id
from zhike.kit.language import Text
from zhike.platform.identity.actor import Actor
from zhike.platform.jobs.models import Progress
from zhike.platform.jobs.queue import Interrupted

CHANNEL: Final = "zhike_progress"
QUIET: Final = 0.3
UNEXPECTED: Final = Text("Something went wrong.", "出现错误。")

# One statement changes the row and tells the listeners, so neither happens without the other.
_TELL: Final = (
    " RETURNING id, user_id) SELECT pg_notify(%s, json_build_object('id', id, 'user', user_id)::text)"
    " FROM changed"
)


class Watched:
    """The writing end of one progress row."""

    def __init__(self, id: UUID) -> None:
        self.id = id
        self._told = 0.0

    def advance(self, done: int, total: int | None = None) -> None:
        """Note how far the work is. Written at most every `QUIET` seconds, so call it as often as is handy."""
        moment = time.monotonic()
        if moment - self._told < QUIET and done != total:
            return
        self._told = moment
        self._set(
            "state = 'running', done = %s, total = COALESCE(%s, total)",
            done,
            total,
        )

    def finish(self, result: Mapping[str, Any] | None = None) -> None:
        """Note that the work is done, and what came of it (JSON values)."""
        self._set(
            "state = 'done', done = GREATEST(done, total), result = %s::jsonb, error = NULL",
            json.dumps(dict(result or {}), default=str),
        )

    def fail(self, error: Text) -> None:
        """Note that the work ended with an error its person can read, whatever language they read then."""
        said = {"en": error.en[:2000], "zh": error.zh[:2000]}
        self._set("state = 'failed', error = %s::jsonb", json.dumps(said))

    @contextmanager
    def running(self) -> Iterator["Watched"]:
        """Mark as running; an error that leaves the block marks as failed and goes on.

        An expected error shows its sentence, any other a general one: its details belong in the log.
        """
        self._set("state = 'running', error = NULL")
        try:
            yield self
        except Interrupted:
            self._set("state = 'queued'")
            raise
        except ZhikeError as error:
            self.fail(error.sentence)
            raise
        except Exception:
            self.fail(UNEXPECTED)
            raise

    def _set(self, assignments: str, *values: str | int | None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH changed AS (UPDATE jobs_progress SET {assignments}, updated_at = now()"
                f" WHERE id = %s{_TELL}",
                [*values, self.id, CHANNEL],
            )


def start_progress(
    actor: Actor, kind: str, title: Text | tuple[str, str], *, total: int = 0
) -> Watched:
    """Begin a row in the actor's job tray, in the running transaction.

    Give its id to the job as the argument `progress`; there `Watched(UUID(progress))` takes it up again.
    """
    watched = Watched(new_id())
    Progress.objects.create(
        id=watched.id,
        kind=kind,
        title={"en": title[0], "zh": title[1]},
        user_id=actor.user_id,
        total=total,
    )
    with connection.cursor() as cursor:
        told = json.dumps({"id": str(watched.id), "user": actor.user_id and str(actor.user_id)})
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, told])
    return watched


def given_progress(arguments: Mapping[str, Any]) -> UUID | None:
    """The progress row a queued job was given as its argument `progress`, if any."""
    try:
        return UUID(str(arguments["progress"]))
    except (KeyError, ValueError):
        return None
