"""The API against its own document: what Schemathesis makes of it, sent as a guest, as a member and as an administrator.

No request fails the server, and every answer is one the document speaks of: its status, its kind and its shape. A handful of cases for
each operation every day, the same in every run; with `HYPOTHESIS_PROFILE=nightly` ten thousand, and new ones.
"""

import time
from collections.abc import Iterator
from copy import copy
from typing import Any, Final

import pytest
import requests
import schemathesis
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.cast import ApiClient
from tests.rights.conftest import world
from tests.rights.world import World
from zhike.platform.exports.tests.conftest import home

__all__ = ["home", "world"]

NIGHTLY: Final = settings().max_examples > 50
EXAMPLES: Final = dict.fromkeys(("guest", "member", "administrator"), 30 if NIGHTLY else 4)
"""Cases for each operation and person; some two hundred operations."""
CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def document() -> Any:
    """The API's document as Schemathesis reads it."""
    from zhike.config.api import api  # needs settings

    raw = api.get_openapi_schema(path_prefix="/api/v1/")
    found = schemathesis.openapi.from_dict(dict(raw))
    found.config.update(base_url="http://testserver")
    return found


def operations() -> Iterator[Any]:
    for result in document().get_all_operations():
        yield result.ok()


def speaker(world: World, person: str) -> ApiClient:
    """Who asks."""
    if person == "guest":
        return ApiClient()
    return world.people["alice" if person == "member" else "admin"]


def asked(client: ApiClient, case: Any) -> Response:
    """The answer to a case, sent as its body and its query were made; what it does is taken back."""
    made = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
    headers = {**made.headers, **client._headers, "If-Match": '"1"', "Accept-Language": "en"}
    cookies = copy(client.http.cookies)
    with transaction.atomic():
        started = time.monotonic()
        told = client.http.generic(
            str(made.method),
            str(made.path_url),
            _bytes(made.body),
            content_type=str(headers.pop("Content-Type", "")),
            headers={name: str(one) for name, one in headers.items() if name != "Content-Length"},
        )
        content = told.getvalue()
        transaction.set_rollback(True)
    client.http.cookies = cookies  # what signing out took away is taken back, too
    return Response(
        status_code=told.status_code,
        headers={name.lower(): [value] for name, value in told.headers.items()},
        content=content,
        request=made,
        elapsed=time.monotonic() - started,
        verify=False,
    )


def _bytes(body: Any) -> bytes:
    if body is None:
        return b""
    return body.encode() if isinstance(body, str) else bytes(body)


def real(world: World, case: Any) -> None:
    """Something that exists in place of what was made up, so that requests get past the first look."""
    for name in case.path_parameters:
        key = name.removesuffix("_id")
        if name == "object_key":
            case.path_parameters[name] = "contact"
        elif name == "record_id":
            case.path_parameters[name] = world.ids["contact"]
        elif name == "user_id":
            case.path_parameters[name] = str(world.people["bob"].id)
        elif key in world.ids:
            case.path_parameters[name] = world.ids[key]


@pytest.mark.parametrize("person", EXAMPLES)
def test_every_answer_is_one_the_document_speaks_of(world: World, home: Any, person: str) -> None:
    client, wrong, number = speaker(world, person), [], 0
    for operation in operations():

        @settings(
            max_examples=EXAMPLES[person],
            derandomize=not NIGHTLY,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            nonlocal number
            number += 1
            if number % 2:
                real(world, case)
            answer = asked(client, case)
            try:
                case.validate_response(answer, checks=CHECKS)
            except FailureGroup as failed:
                reasons = "; ".join(str(one) for one in failed.exceptions)
                wrong.append(f"{case.method} {case.formatted_path} {case!r}: {reasons}")

        ask()
    assert wrong == [], "\n\n".join(wrong)
    assert number > EXAMPLES[person] * 100
