"""What the marketing endpoints take and give."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from zhike.kit.schemas import Input, Label
from zhike.platform.records.schemas import Ref

Amount = str
"""A decimal number as text, two places."""


class MergeFieldOut(Schema):
    """What stands between the braces, and what it is; `dated` says that the `date` filter suits it."""

    key: str
    label: Label
    dated: bool


class MergeFieldsOut(Schema):
    """All merge fields."""

    rows: list[MergeFieldOut]


class PreviewIn(Input):
    """A stored template, an unsaved subject and body, or a stored one with unsaved changes."""

    template: UUID | None = None
    subject: str | None = Field(None, max_length=1_000)
    body: str | None = Field(None, max_length=400_000)
    language: Literal["en", "zh-CN"] | None = None
    contact: UUID | None = None


class RenderedOut(Schema):
    """The mail, filled in."""

    subject: str
    html: str
    text: str


class TestSendIn(Input):
    """Whose values to fill in; nobody's when left out."""

    contact: UUID | None = None


class TestSendOut(Schema):
    """Where the test went."""

    sent_to: str


class SenderOut(Schema):
    """The name is empty while the organisation has none."""

    name: str
    email: str


class CheckOut(Schema):
    """People in the segment: `lawful` may be written to, of whom `held_out` will not be; the others by reason.

    `advert` says how the subject shows that the mail is advertising; `advert_prefix` is what is put before it.
    """

    audience: int
    lawful: int
    to_send: int
    held_out: int
    reasons: dict[str, int]
    advert: Literal["added", "present", "missing", "not-needed"]
    advert_prefix: str


class ScheduleIn(Input):
    """When to begin."""

    at: AwareDatetime


class DuplicateIn(Input):
    """For which segment the copy is; the same one when left out."""

    segment: UUID | None = None


class FunnelOut(Schema):
    """People by how far they came. `ordered` is None for who may not view orders."""

    audience: int
    lawful: int
    held_out: int
    delivered: int
    bounced: int
    opened: int
    clicked: int
    unsubscribed: int
    ordered: int | None


class HourOut(Schema):
    """People who opened for the first time in the hour that begins at `at`."""

    at: datetime
    count: int


class ClickedLinkOut(Schema):
    """A link of the mail."""

    url: str
    clicks: int
    people: int


class ArmOut(Schema):
    """People, how many of them ordered, revenue in all and per person."""

    people: int
    ordered: int
    revenue: Amount
    mean: Amount


class DifferenceOut(Schema):
    """Revenue per person, reached less hold-out, with its 95 % interval; the same relative to the hold-out.

    `real` says whether the interval leaves zero out. Relative values are None when the hold-out bought nothing.
    """

    amount: Amount
    low: Amount
    high: Amount
    relative: float | None
    relative_low: float | None
    relative_high: float | None
    real: bool


class EffectOut(Schema):
    """What the campaign caused, by comparison. `complete` when the days that count are over."""

    currency: str
    window_days: int
    from_: datetime = Field(alias="from")
    to: datetime
    complete: bool
    reached: ArmOut
    hold_out: ArmOut
    difference: DifferenceOut | None
    revenue_caused: Amount | None
    formula: str


class ResultsOut(Schema):
    """Everything the campaign page shows."""

    id: UUID
    name: str
    status: str
    problem: Label | None
    started_at: datetime | None
    finished_at: datetime | None
    funnel: FunnelOut
    statuses: dict[str, int]
    reasons: dict[str, int]
    opens_by_hour: list[HourOut]
    links: list[ClickedLinkOut]
    effect: EffectOut | None


class RecipientOut(Schema):
    """One person of a campaign."""

    id: int
    contact: Ref | None
    email: str | None
    status: str
    reason: str
    handed_at: datetime | None
    opened_at: datetime | None
    clicked_at: datetime | None
    unsubscribed_at: datetime | None


class RecipientsOut(Schema):
    """Pass `next` as `after` for the next page."""

    rows: list[RecipientOut]
    next: int | None
