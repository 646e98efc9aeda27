"""Bodies and parameters of the audit API."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from zhike.kit.schemas import Input, Label
from zhike.platform.audit.log import Asked


class AuditFilter(Input):
    """Which rows: by who, what, how, and when (`since` included, `until` not)."""

    person: UUID | None = None
    object: str | None = Field(None, max_length=64)
    verb: str | None = Field(None, max_length=64)
    via: Literal["web", "api", "import", "job", "system", "cli"] | None = None
    record: UUID | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None

    def asked(self) -> Asked:
        """The same for the log."""
        return Asked(**{name: getattr(self, name) for name in AuditFilter.model_fields})


class AuditQuery(AuditFilter):
    """A page of them."""

    cursor: UUID | None = None
    limit: int = Field(50, ge=1, le=200)


class AuditReference(Schema):
    """A record that may be opened."""

    id: UUID
    title: str
    object: str


class AuditChange(Schema):
    """One value before and after, in words; null where there was none."""

    label: Label
    before: Label | None
    after: Label | None


class AuditEntry(Schema):
    """Something that happened: `who`, followed by `sentence`, is the whole of it."""

    id: UUID
    at: datetime
    who: Label
    person: UUID | None
    via: str
    through: Label | None
    object: str
    verb: str
    sentence: Label
    record: AuditReference | None
    changes: list[AuditChange]


class AuditPage(Schema):
    """Newest first; `next` is the cursor of the following page."""

    rows: list[AuditEntry]
    next: UUID | None


class Word(Schema):
    """A key and what it is called."""

    key: str
    label: Label


class AuditWords(Schema):
    """What can be filtered by."""

    objects: list[Word]
    verbs: list[Word]
    ways: list[Word]


class UnseenFlags(Schema):
    """Flags of the last month that one has not seen."""

    unseen: int


class KeepingIn(Input):
    """For how many months the log is kept, 6 to 240; null is for ever."""

    months: int | None


class KeepingOut(Schema):
    """For how long the log is kept, and what the last daily verification went through and first found."""

    months: int | None
    verified_at: datetime | None
    rows: int
    seals: int
    finding: Label | None
