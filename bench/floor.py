"""The floor: what a bare psycopg loop costs for the same rows, encoded as JSON, in a process of its own."""

import time
from typing import Any

import orjson
import psycopg

LIST = """
SELECT c.id, c.version, c.name, co.id, co.name, c.stage, c.address, c.spent, c.spent_currency, c.last_order_at,
  o.id, o.name, c.tags
FROM customer_contact c LEFT JOIN customer_company co ON co.id = c.company_id LEFT JOIN identity_user o ON o.id = c.owner_id
WHERE c.deleted_at IS NULL AND (c.owner_id = ANY(%s) OR c.owner_id IS NULL)
ORDER BY c.updated_at DESC, c.id DESC LIMIT 51
"""


PLANS = "-c plan_cache_mode=force_custom_plan"
"""Without it the sixth run gets a plan for any team, which at a million rows reads and sorts all of theirs."""


def rows_as_json(rows: list[tuple[Any, ...]]) -> bytes:
    """The same body as the list endpoint gives, by hand."""
    return orjson.dumps(
        {
            "rows": [
                {
                    "id": row[0],
                    "version": row[1],
                    "title": row[2],
                    "name": row[2],
                    "company": row[3] and {"id": row[3], "title": row[4], "object": "company"},
                    "stage": row[5],
                    "address": row[6],
                    "spent": row[7] and {"amount": str(row[7]), "currency": row[8]},
                    "last_order_at": row[9],
                    "owner": row[10] and {"id": row[10], "title": row[11]},
                    "tags": row[12],
                }
                for row in rows[:50]
            ],
            "next": None,
        }
    )


def list_floor(dsn: str, owners: list[Any], rounds: int) -> tuple[float, float]:
    """CPU microseconds and median wall milliseconds of one list page without a server."""
    walls = []
    with (
        psycopg.connect(dsn, autocommit=True, options=PLANS) as connection,
        connection.cursor() as cursor,
    ):
        for step in range(rounds + 20):
            if step == 20:
                before = time.process_time()
            start = time.perf_counter()
            cursor.execute(LIST, (owners,))
            rows_as_json(cursor.fetchall())
            walls.append((time.perf_counter() - start) * 1000)
    spent = (time.process_time() - before) / rounds * 1e6
    return spent, sorted(walls[20:])[rounds // 2]
