"""What the endpoints of access reviews take and give."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, Field

from zhike.kit.schemas import Input, Label
from zhike.platform.identity.schemas import no_nul

Note = Annotated[str, Field(max_length=500), AfterValidator(no_nul)]
Items = Annotated[list[UUID], Field(min_length=1, max_length=1000)]


class PersonRef(Schema):
    """A person by name."""

    id: UUID
    title: str


class ReviewedPerson(Schema):
    """What a reviewer should know of a person, as it is now."""

    id: UUID
    name: str
    email: str
    active: bool
    departments: list[str]
    teams: list[str]
    roles: list[str]
    last_seen_at: datetime | None
    tokens: int
    token_used_at: datetime | None
    shares: int


class ReviewItemOut(Schema):
    """One question and its answer; `held` says whether the person has the role now."""

    id: UUID
    person: ReviewedPerson
    role: str
    role_label: Label
    held: bool
    reviewer: PersonRef | None
    decision: Literal["confirm", "withdraw"] | None
    note: str
    decided_by: PersonRef | None
    decided_at: datetime | None


class ReviewOut(Schema):
    """A review and how far it got."""

    id: UUID
    name: str
    due_on: date
    roles: list[str]
    started_by: PersonRef
    started_at: datetime
    closed_by: PersonRef | None
    closed_at: datetime | None
    overdue: bool
    total: int
    confirmed: int
    withdrawn: int
    digest: str


class ReviewWithItems(ReviewOut):
    """A review with the items the reader may see."""

    items: list[ReviewItemOut]


class Reviews(Schema):
    """All reviews."""

    rows: list[ReviewOut]


class MyReviews(Schema):
    """The open reviews that ask the reader."""

    rows: list[ReviewWithItems]


class Waiting(Schema):
    """How many questions wait for the reader's answer."""

    count: int


class NewReview(Input):
    """A review to start; without roles it is about everybody's."""

    name: Annotated[str, Field(max_length=100), AfterValidator(no_nul)]
    due_on: date
    roles: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=50)] = []


class ConfirmIn(Input):
    """Roles to let people keep."""

    items: Items
    note: Note = ""


class WithdrawIn(Input):
    """A role to take away."""

    item: UUID
    note: Note = ""


class TakeBackIn(Input):
    """A decision to take back."""

    item: UUID


class AssignIn(Input):
    """Items for another reviewer."""

    items: Items
    reviewer: UUID


class VerifyIn(Input):
    """The text of a downloaded result."""

    document: Annotated[str, Field(max_length=20_000_000)]


class VerdictOut(Schema):
    """Whether it is genuine; see `result.Verdict`."""

    kind: Literal["genuine", "altered", "unknown", "unreadable"]
    name: str
    closed_at: str
    digest: str
