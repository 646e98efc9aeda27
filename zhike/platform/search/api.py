"""Search over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Router, Schema
from pydantic import Field

from zhike.platform.identity.requests import ActorRequest, signed_in
from zhike.platform.search.queries import search

router = Router(tags=["search"], auth=signed_in)


class HitOut(Schema):
    """A record found."""

    id: UUID
    title: str
    subtitle: str


class FoundOut(Schema):
    """The best hits of one object."""

    object: str
    items: list[HitOut]


class SearchOut(Schema):
    """Objects with hits, best first."""

    groups: list[FoundOut]


@router.get("/search", response=SearchOut)
def search_records(
    request: ActorRequest,
    q: Annotated[str, Field(max_length=200)] = "",
    object: str | None = None,
    limit: int = 6,
) -> Any:
    """Records by words, Chinese, pinyin, initials, and pieces of phone numbers and addresses."""
    groups = search(request.actor, q, object_key=object, limit=limit)
    return {"groups": [{"object": key, "items": hits} for key, hits in groups]}
