"""What the doctor says of the parts that only the database knows."""

from collections.abc import Sequence
from datetime import UTC

import pytest
from django.db import connection, transaction

from zhike.config.doctor import inside
from zhike.config.doctor.finding import Finding
from zhike.kit.ids import new_id
from zhike.kit.language import say
from zhike.platform.changes.consumers import run_consumer
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.changes.models import Change
from zhike.platform.identity.actor import SYSTEM


class Listener:
    """Fails until it is mended."""

    name = "listener"
    broken = True

    def handle(self, changes: Sequence[Change]) -> None:
        if self.broken:
            raise LookupError("no room for it\nat all")


def about_consumers() -> Finding:
    (found,) = [check() for check in inside.checks() if check.__name__.strip("_") == "consumers"]
    return found


@pytest.mark.django_db(transaction=True)
def test_a_failing_reader_of_the_log_is_named_with_its_error_and_since_when() -> None:
    listener = Listener()
    assert (about_consumers().state, about_consumers().seen) == ("good", "all told")
    with transaction.atomic():
        write_changes(SYSTEM, [ChangeRow("thing", new_id(), "create")])
    written = Change.objects.get().at
    assert run_consumer(listener) == 0
    found = about_consumers()
    assert found.state == "bad"
    assert found.seen == (
        "listener: LookupError: no room for it"
        f" (failed 1 times, waiting since {written.astimezone(UTC):%Y-%m-%d %H:%M} UTC)"
    )
    assert found.mend is not None
    assert "restart `zhike run`" in say(found.mend, "en")
    assert "zhike run" in say(found.mend, "zh-CN")

    listener.broken = False
    with connection.cursor() as cursor:
        cursor.execute("UPDATE changes_cursor SET retry_at = now()")
    assert run_consumer(listener) == 1
    assert about_consumers().state == "good"
