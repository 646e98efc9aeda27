"""The standing cast: Alice and Bob share the team East, Charlie is in West; a manager, an administrator, a reader.

Each is an `ApiClient` that is signed in and speaks JSON. A rule about rights is tested with Alice (may), Bob (same team)
and Charlie (outside).
"""

from typing import Any
from uuid import UUID

import orjson
import pytest
from django.http import HttpResponse
from django.test import Client

API = "/api/v1"


class Answer:
    """A response with its JSON read."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.headers = response.headers
        self.text = b"" if response.streaming else response.content

    @property
    def json(self) -> Any:
        """The body; fails when it is none."""
        return orjson.loads(self.text)

    @property
    def problem(self) -> dict[str, Any]:
        """The problem document; fails when the response is none."""
        assert self.headers["Content-Type"] == "application/problem+json", self.text[:500]
        found: dict[str, Any] = self.json
        return found

    @property
    def version(self) -> str:
        """The ETag, to send back as `version=`."""
        return str(self.headers["ETag"])

    def __repr__(self) -> str:
        return f"<Answer {self.status} {self.text[:300]!r}>"


class ApiClient:
    """Speaks to the API as one person (or nobody, without `user_id`).

    `version` becomes If-Match, `key` becomes Idempotency-Key; paths without a leading slash are under `/api/v1/`.
    """

    def __init__(self, user_id: UUID | None = None, *, email: str = "", token: str = "") -> None:
        self._user_id = user_id
        self.email = email
        self.http = Client(raise_request_exception=True, headers={"Accept-Language": "en"})
        self._headers: dict[str, str] = {"Authorization": f"Bearer {token}"} if token else {}
        if user_id is not None and not token:
            self._sign_in(user_id)

    @property
    def id(self) -> UUID:
        """The person's id; nobody has none."""
        assert self._user_id is not None
        return self._user_id

    def _sign_in(self, user_id: UUID) -> None:
        from zhike.platform.identity.keys import csrf_token, session_cookie  # needs settings
        from zhike.platform.identity.sessions import start_session

        _, key = start_session(user_id, ip=None, agent="tests")
        self.http.cookies[session_cookie()] = key
        self._headers["X-CSRFToken"] = csrf_token(key)

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        version: str | int | None = None,
        key: str | None = None,
        headers: dict[str, str] | None = None,
        files: dict[str, Any] | None = None,
        query: dict[str, Any] | None = None,
    ) -> Answer:
        """Send one request; `body` goes as JSON, `files` as a multipart form together with the fields of `body`."""
        sent = {**self._headers, **(headers or {})}
        if version is not None:
            sent["If-Match"] = version if isinstance(version, str) else f'"{version}"'
        if key is not None:
            sent["Idempotency-Key"] = key
        options: dict[str, Any] = {"headers": sent}
        if query is not None:
            options["query_params"] = {
                name: value if isinstance(value, str) else orjson.dumps(value).decode()
                for name, value in query.items()
            }
        if files is not None:
            options["data"] = {**(body or {}), **files}
        elif body is not None:
            options["data"] = body if isinstance(body, bytes) else orjson.dumps(body)
            options["content_type"] = "application/json"
        send = getattr(self.http, method.lower())
        return Answer(send(path if path.startswith("/") else f"{API}/{path}", **options))

    def get(self, path: str, **options: Any) -> Answer:
        """GET; `query={"filter": {...}, "limit": 5}` is encoded."""
        return self.request("get", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> Answer:
        """POST."""
        return self.request("post", path, body, **options)

    def patch(self, path: str, body: Any = None, **options: Any) -> Answer:
        """PATCH."""
        return self.request("patch", path, body, **options)

    def put(self, path: str, body: Any = None, **options: Any) -> Answer:
        """PUT."""
        return self.request("put", path, body, **options)

    def delete(self, path: str, **options: Any) -> Answer:
        """DELETE."""
        return self.request("delete", path, **options)


def make_person(name: str, role: str, team: str | None = None) -> ApiClient:
    """A new user with one role, in a team made when needed."""
    from zhike.platform.access.models import RoleAssignment  # needs settings
    from zhike.platform.identity.models import Membership, Team, User

    email = f"{name.lower()}@example.com"
    user = User(email=email, name=name, language="en")
    user.set_password(f"{name.lower()}-password-9")
    user.save()
    RoleAssignment.objects.create(user=user, role=role)
    if team is not None:
        Membership.objects.create(user=user, team=Team.objects.get_or_create(name=team)[0])
    return ApiClient(user.id, email=email)


def set_rights(admin: ApiClient, role: str, **parts: Any) -> Answer:
    """Change parts of a role as it is now."""
    roles = admin.get("rights/matrix").json["roles"]
    version = next(one["version"] for one in roles if one["key"] == role)
    return admin.patch(f"rights/roles/{role}", parts, version=version)


@pytest.fixture
def alice(db: None) -> ApiClient:
    """A member of East; in tests about rights, the owner of the record."""
    return make_person("Alice", "member", "East")


@pytest.fixture
def bob(db: None) -> ApiClient:
    """A member of East, Alice's team."""
    return make_person("Bob", "member", "East")


@pytest.fixture
def charlie(db: None) -> ApiClient:
    """A member of West, outside Alice's team."""
    return make_person("Charlie", "member", "West")


@pytest.fixture
def manager(db: None) -> ApiClient:
    """The manager of East."""
    return make_person("Morgan", "manager", "East")


@pytest.fixture
def admin(db: None) -> ApiClient:
    """An administrator."""
    return make_person("Ada", "administrator")


@pytest.fixture
def reader(db: None) -> ApiClient:
    """Somebody who may read only, in East."""
    return make_person("Rita", "read_only", "East")


@pytest.fixture
def guest(db: None) -> ApiClient:
    """Nobody: not signed in."""
    return ApiClient()
