"""Whether this installation can work now: database, migrations, worker, live updates."""

import http.client
from functools import cache

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader

from zhike.config.supervisor.ports import own_host

WORKER_SILENT_AFTER = 30  # seconds; procrastinate's workers sign in every 10


@cache
def _wanted_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


def look() -> dict[str, bool]:
    """Each part and whether it is ready. Never raises."""
    found = {"database": False, "migrations": False, "worker": False, "live": live_answers()}
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            found["database"] = True
            found["migrations"] = _wanted_migrations() <= set(cursor.fetchall())
            cursor.execute(
                "SELECT EXISTS (SELECT FROM procrastinate_workers"
                " WHERE last_heartbeat > now() - make_interval(secs => %s))",
                [WORKER_SILENT_AFTER],
            )
            found["worker"] = bool(cursor.fetchone()[0])
    except DatabaseError:
        connections["default"].close()
    return found


def live_answers() -> bool:
    """Whether the process that sends live updates answers on its port."""
    host = own_host(settings.ZHIKE_BIND)
    connection = http.client.HTTPConnection(host, settings.ZHIKE_LIVE_PORT, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
