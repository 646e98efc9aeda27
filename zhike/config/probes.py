"""What a load balancer or a watcher asks: alive, ready, and a few numbers."""

from django.db import connections
from django.http import HttpRequest, HttpResponse, JsonResponse

from zhike.config import readiness
from zhike.config.api import for_people
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.requests import ActorRequest


def alive(_request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers at all."""
    return HttpResponse("ok\n", content_type="text/plain")


def ready(_request: HttpRequest) -> HttpResponse:
    """200 when database, migrations, worker and live updates are there, else 503 with what is missing."""
    checks = readiness.look()
    return JsonResponse(
        {"ready": all(checks.values()), **checks}, status=200 if all(checks.values()) else 503
    )


@for_people
def metrics(request: ActorRequest) -> HttpResponse:
    """Numbers in the Prometheus text format: jobs by state. For an administrator's token, as they tell of the inside."""
    policy_of(request.actor).require("job", "admin")
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1 ORDER BY 1"
        )
        jobs = cursor.fetchall()
    lines = [
        "# HELP zhike_jobs Jobs by state.",
        "# TYPE zhike_jobs gauge",
        *(f'zhike_jobs{{state="{state}"}} {count}' for state, count in jobs),
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")
