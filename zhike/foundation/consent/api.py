"""Consents of a contact, and suppressed addresses."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import AfterValidator, AwareDatetime, Field

from zhike.foundation.consent import actions, purposes
from zhike.foundation.consent.queries import consents_of
from zhike.foundation.consent.suppression_actions import lift_suppression, suppress_email
from zhike.kit.schemas import Input, Label, written_within
from zhike.platform.identity.requests import ActorRequest, in_scope
from zhike.platform.metadata.describe import both
from zhike.platform.records.schemas import Ref

router = Router(tags=["consent"], auth=in_scope)


EVIDENCE_LIMIT = 10_000


def _in_utc(at: datetime) -> datetime:
    """What cannot be told in UTC could be stored and never be read again. Raises OverflowError."""
    return at.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]


class ConsentIn(Input):
    """What a person agreed to or withdrew, and how that is known."""

    purpose: purposes.Purpose
    channel: purposes.Channel = "email"
    status: purposes.Status
    source: str = Field("", max_length=200)
    notice_version: str = Field("", max_length=60)
    evidence: Annotated[dict[str, Any], written_within(EVIDENCE_LIMIT)] = Field(
        default_factory=dict, max_length=50
    )
    at: Moment | None = None


class StateOut(Schema):
    """How one consent stands."""

    purpose: str
    channel: str
    status: str
    at: datetime


class ConsentLineOut(StateOut):
    """One line of the ledger."""

    id: UUID
    source: str
    notice_version: str
    evidence: dict[str, Any]
    actor: Ref | None


class SuppressionOut(Schema):
    """What an address gets no more mail of: a purpose, or `all`."""

    purpose: str
    reason: str
    at: datetime


class ConsentsOut(Schema):
    """How consents stand, what led there, newest first, and what the address gets no more mail of."""

    states: list[StateOut]
    ledger: list[ConsentLineOut]
    suppressed: list[SuppressionOut]


class SuppressionIn(Input):
    """An address that gets no mail of a purpose, or none at all, from now on."""

    email: str = Field(max_length=254)
    purpose: purposes.Reach = "all"
    reason: purposes.Reason = "manual"
    note: str = Field("", max_length=300)


class ChoiceOut(Schema):
    """One possible value."""

    key: str
    label: Label


class ChoicesOut(Schema):
    """What consent can be about."""

    purposes: list[ChoiceOut]
    channels: list[ChoiceOut]
    statuses: list[ChoiceOut]
    reasons: list[ChoiceOut]


@router.get("/consents/choices", response=ChoicesOut)
def choices(request: ActorRequest) -> Any:
    """Purposes, channels, statuses and reasons with their labels."""
    lists = {
        "purposes": purposes.PURPOSES,
        "channels": purposes.CHANNELS,
        "statuses": purposes.STATUSES,
        "reasons": purposes.REASONS,
    }
    return {
        name: [{"key": option.key, "label": both(option.label)} for option in options]
        for name, options in lists.items()
    }


@router.get("/contacts/{uuid:contact_id}/consents", response=ConsentsOut)
def get_consents(request: ActorRequest, contact_id: UUID) -> Any:
    """How the consents of a contact stand."""
    return consents_of(request.actor, contact_id)


@router.post("/contacts/{uuid:contact_id}/consents", response={201: ConsentsOut})
def add_consent(request: ActorRequest, contact_id: UUID, body: ConsentIn) -> Any:
    """Add a line to the ledger: granted or withdrawn."""
    line = actions.ConsentLine(contact_id=contact_id, **body.dict())
    actions.set_consents(request.actor, [line])
    return Status(201, consents_of(request.actor, contact_id))


@router.post("/suppressions", response={204: None})
def suppress(request: ActorRequest, body: SuppressionIn) -> Any:
    """Mail an address no more. For who may edit a contact of this address."""
    suppress_email(
        request.actor, body.email, reason=body.reason, purpose=body.purpose, note=body.note
    )
    return Status(204, None)


@router.delete("/suppressions/{email}", response={204: None})
def unsuppress(request: ActorRequest, email: str, purpose: purposes.Reach = "all") -> Any:
    """Let an address be mailed again. For administrators."""
    lift_suppression(request.actor, email, purpose=purpose)
    return Status(204, None)
