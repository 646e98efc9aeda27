"""What a kind of resource can do; `people` and `teams` are the two there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

import orjson
from django.db.models import Max, Q

from zhike.platform.changes.models import Change
from zhike.platform.identity.actor import Actor
from zhike.platform.provisioning.addresses import address_of
from zhike.platform.provisioning.errors import ScimError
from zhike.platform.provisioning.filters import Node


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the ids that fit, in order, and how many fit in all."""

    ids: tuple[UUID, ...]
    total: int


class Kind(Protocol):
    """People or teams, as the endpoints ask for them."""

    name: str
    """`User` or `Group`."""
    schema: str

    def page(self, node: Node | None, start: int, count: int) -> Page:
        """The resources that fit, by age. Raises ScimError for a filter that cannot be asked."""

    def shown(self, ids: Sequence[UUID]) -> list[dict[str, Any]]:
        """The resources of these ids that there are, in their order, in a fixed number of statements."""

    def create(self, actor: Actor, values: Mapping[str, Any]) -> UUID:
        """Make one of canonical values."""

    def locked(self, id: UUID) -> dict[str, Any]:
        """The resource, until the transaction ends nobody else's to change. Raises NotFound."""

    def replace(
        self, actor: Actor, id: UUID, held: Mapping[str, Any], values: Mapping[str, Any]
    ) -> None:
        """Make a locked one, as it is `held`, what the values say; what they leave out stays, as far as the standard lets it."""

    def remove(self, actor: Actor, id: UUID) -> None:
        """Let go of one."""


def read_one(kind: Kind, id: UUID) -> dict[str, Any]:
    """The resource of this id. Raises ScimError where there is none."""
    found = kind.shown([id])
    if not found:
        raise ScimError(404, f"Resource {id} not found")
    return found[0]


def location(kind: str, id: UUID) -> str:
    """The address of a resource."""
    return address_of(f"{kind}s/{id}")


def with_meta(
    kind: str, id: UUID, resource: dict[str, Any], created: datetime, changed: datetime
) -> dict[str, Any]:
    """The resource with its meta data; the version is that of all else it says."""
    version = sha256(orjson.dumps(resource, default=str)).hexdigest()[:20]
    meta = {
        "resourceType": kind,
        "created": _moment(created),
        "lastModified": _moment(max(created, changed)),
        "location": location(kind, id),
        "version": f'W/"{version}"',
    }
    return {**resource, "meta": meta}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def last_changes(object_key: str, ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When each was last changed, by the log; those the log no longer reaches are not in it."""
    told = Q(verb__startswith="sign-") | Q(verb__endswith="-token") | Q(verb__endswith="-app")
    return dict(
        Change.objects.filter(object=object_key, record__in=ids)
        .exclude(told)
        .values("record")
        .annotate(last=Max("at"))
        .values_list("record", "last")
    )
