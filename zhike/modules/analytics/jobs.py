"""Counting the home page's numbers in the background, once for all readers of equal rights."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import orjson
from django.db import connection

from zhike.kit.clock import now
from zhike.kit.errors import ZhikeError
from zhike.modules.analytics.models import KeptHome
from zhike.modules.analytics.numbers import numbers_of
from zhike.modules.analytics.population import Population, population_of
from zhike.platform.identity.actor import for_job
from zhike.platform.jobs.queue import job

FORGOTTEN_AFTER: Final = timedelta(days=7)


@job(name="analytics.count_home")
def count_home(actor: Mapping[str, Any]) -> None:
    """Count and keep, with the rights the person has now; nothing for who may no longer view the numbers."""
    try:
        people = population_of(for_job(actor))
    except ZhikeError:
        return
    moment, change = now(), latest_change()
    numbers = orjson.loads(orjson.dumps(numbers_of(people)))
    KeptHome.objects.update_or_create(
        key=key_of(people), defaults={"numbers": numbers, "counted_at": moment, "change": change}
    )
    KeptHome.objects.filter(counted_at__lt=moment - FORGOTTEN_AFTER).delete()


def key_of(people: Population) -> str:
    """A name for the rows a reader's rights reach: readers of one name see the same numbers."""
    return hashlib.sha256(repr(people.scope).encode()).hexdigest()


def latest_change() -> str:
    """The newest line of the change log; empty before the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM changes_change ORDER BY id DESC LIMIT 1")
        row = cursor.fetchone()
        return str(row[0]) if row else ""
