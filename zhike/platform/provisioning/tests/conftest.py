"""A directory: what speaks SCIM to us with a token made for it."""

from dataclasses import dataclass
from typing import Any, cast

import orjson
import pytest
from django.http import HttpResponse

from tests.cast import Answer, ApiClient

PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


@dataclass
class Directory:
    """Sends SCIM; `token` may be anything."""

    token: str

    def __post_init__(self) -> None:
        self.http = ApiClient().http

    def call(self, method: str, path: str, body: Any = None, **options: Any) -> Answer:
        """One request; `query` and `headers` as keywords."""
        headers = {"Authorization": f"Bearer {self.token}", **options.get("headers", {})}
        raw = b"" if body is None else body if isinstance(body, bytes) else orjson.dumps(body)
        sent = self.http.generic(
            method.upper(),
            f"/scim/v2/{path}",
            raw,
            "application/scim+json",
            headers=headers,
            query_params=options.get("query"),
        )
        return Answer(cast("HttpResponse", sent))

    def user(self, user_name: str = "wang.wei@example.com", **values: Any) -> dict[str, Any]:
        """A person made as directories do."""
        answer = self.call("post", "Users", {"schemas": [USER], "userName": user_name, **values})
        assert answer.status == 201, answer
        made: dict[str, Any] = answer.json
        return made

    def patch(self, path: str, *operations: Any, **options: Any) -> Answer:
        """PATCH with these operations."""
        return self.call("patch", path, {"schemas": [PATCH], "Operations": operations}, **options)

    def found(self, kind: str, filter: str) -> list[str]:
        """The names of what fits a filter."""
        answer = self.call("get", kind, query={"filter": filter})
        assert answer.status == 200, answer
        key = "userName" if kind == "Users" else "displayName"
        return [one[key] for one in answer.json["Resources"]]


@pytest.fixture
def directory(admin: ApiClient) -> Directory:
    """The company's directory, with a token of an administrator."""
    made = admin.post("auth/tokens", {"name": "Entra", "scopes": ["scim"]})
    assert made.status == 201, made
    return Directory(made.json["token"])


def refused(answer: Answer, status: int, scim_type: str = "") -> str:
    """The sentence of a refusal, which must be in the standard's form."""
    assert answer.status == status, answer
    assert answer.headers["Content-Type"] == "application/scim+json"
    body = answer.json
    assert body["schemas"] == [ERROR]
    assert body["status"] == str(status)
    assert body.get("scimType", "") == scim_type, body
    return str(body["detail"])
