"""The job tray."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from zhike.platform.identity.requests import ActorRequest, signed_in
from zhike.platform.jobs.tray import tray_of

router = Router(tags=["jobs"], auth=signed_in)


class ProgressText(Schema):
    """A title or an error in both languages."""

    en: str
    zh: str


class ProgressOut(Schema):
    """One piece of work. `total` is 0 while unknown."""

    id: UUID
    kind: str
    title: ProgressText
    state: str
    done: int
    total: int
    result: dict[str, Any]
    error: ProgressText | None
    created_at: datetime
    updated_at: datetime


class JobTray(Schema):
    """What one waits for."""

    rows: list[ProgressOut]


@router.get("/jobs", response=JobTray)
def jobs(request: ActorRequest) -> Any:
    """One's running work, and what ended since yesterday."""
    user_id = request.actor.user_id
    rows = tray_of(user_id) if user_id is not None else []
    return JobTray(rows=[ProgressOut.from_orm(row) for row in rows])
