"""Running queued jobs at once, in the transaction of a test."""

import json

from django.db import connection
from procrastinate.contrib.django import app


def run_queued_jobs(*, at_most: int = 100) -> int:
    """Run the waiting jobs one after another in this thread; returns how many ran.

    Jobs scheduled for later wait. What a job raises is raised here, and nothing is tried again.
    """
    for count in range(at_most):
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE id = (SELECT id FROM procrastinate_jobs"
                " WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())"
                " ORDER BY priority DESC, id LIMIT 1) RETURNING task_name, args"
            )
            row = cursor.fetchone()
        if row is None:
            return count
        name, arguments = row
        app.tasks[name](**(json.loads(arguments) if isinstance(arguments, str) else arguments))
    return at_most
