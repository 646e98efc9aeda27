"""Search over HTTP."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Router, Schema
from pydantic import Field

from zhike.platform.identity.requests import ActorRequest, in_scope
from zhike.platform.records.schemas import Ref
from zhike.platform.search.queries import search
from zhike.platform.search.trash import trash

router = Router(tags=["search"], auth=in_scope)


class HitOut(Schema):
    """A record found."""

    id: UUID
    title: str
    subtitle: str


class FoundOut(Schema):
    """The best hits of one object."""

    object: str
    items: list[HitOut]


class TrashedOut(Schema):
    """A record in the trash; `gone_at` is when it is removed for good."""

    id: UUID
    object: str
    title: str
    deleted_at: datetime
    gone_at: datetime
    deleted_by: Ref | None


class TrashOut(Schema):
    """A page of the trash, newest first; pass `next` as `cursor` for the next one."""

    rows: list[TrashedOut]
    next: str | None


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


@router.get("/trash", response=TrashOut)
def trashed_records(
    request: ActorRequest,
    object: str | None = None,
    q: Annotated[str, Field(max_length=200)] = "",
    limit: int = 50,
    cursor: Annotated[str, Field(max_length=100)] = "",
) -> Any:
    """What lies in the trash and the reader may restore."""
    rows, following = trash(request.actor, object_key=object, text=q, limit=limit, after=cursor)
    return {"rows": rows, "next": following}
