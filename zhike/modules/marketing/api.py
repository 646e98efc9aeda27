"""What can be done with templates and campaigns beyond the record API."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from ninja import Router

from zhike.modules.marketing import schemas
from zhike.modules.marketing.campaign import actions
from zhike.modules.marketing.campaign.advert import advert_of
from zhike.modules.marketing.campaign.audience import count_audience
from zhike.modules.marketing.campaign.recipients import list_recipients, visible_campaign
from zhike.modules.marketing.campaign.results import results
from zhike.modules.marketing.campaign.schedule import schedule_campaign
from zhike.modules.marketing.template.merge import dated_fields, merge_fields
from zhike.modules.marketing.template.preview import Source, preview, send_test, source_of
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.requests import ActorRequest, signed_in
from zhike.platform.identity.workspace_actions import organisation_name
from zhike.platform.metadata.describe import both
from zhike.platform.records.api import json_response
from zhike.platform.records.query.page import record_json
from zhike.platform.records.schemas import RowOut

router = Router(tags=["marketing"], auth=signed_in)


@router.get("/marketing/merge-fields", response=schemas.MergeFieldsOut)
def list_merge_fields(request: ActorRequest) -> Any:
    """Every merge field a template of the reader's may use."""
    policy = policy_of(request.actor)
    policy.require("template", "view")
    known = merge_fields(policy)
    dates = dated_fields(policy)
    return {
        "rows": [
            {"key": key, "label": both(label), "dated": key in dates}
            for key, label in known.items()
        ]
    }


def _source(request: ActorRequest, body: schemas.PreviewIn) -> Source:
    stored = source_of(request.actor, body.template) if body.template else Source("", "")
    return Source(
        body.subject if body.subject is not None else stored.subject,
        body.body if body.body is not None else stored.body,
        body.language or stored.language,
        stored.from_name,
    )


@router.post("/marketing/templates/preview", response=schemas.RenderedOut)
def preview_template(request: ActorRequest, body: schemas.PreviewIn) -> Any:
    """A stored or unsaved mail as one contact would get it. Show `html` in a sandboxed frame only."""
    mail = preview(request.actor, _source(request, body), body.contact)
    return {"subject": mail.subject, "html": mail.html, "text": mail.text}


@router.post("/marketing/templates/{uuid:template_id}/test-send", response=schemas.TestSendOut)
def test_send(request: ActorRequest, template_id: UUID, body: schemas.TestSendIn) -> Any:
    """Send the mail to oneself."""
    source = source_of(request.actor, template_id)
    return {"sent_to": send_test(request.actor, source, body.contact)}


@router.get("/marketing/sender", response=schemas.SenderOut)
def sender(request: ActorRequest) -> Any:
    """From whom mail comes where nothing is entered."""
    policy_of(request.actor).require("campaign", "view")
    return {"name": organisation_name(), "email": settings.ZHIKE_MAIL_FROM}


@router.post("/marketing/campaigns/{uuid:campaign_id}/test-send", response=schemas.TestSendOut)
def test_send_campaign(request: ActorRequest, campaign_id: UUID, body: schemas.TestSendIn) -> Any:
    """Send the mail as the campaign would, to oneself."""
    return {"sent_to": actions.test_campaign(request.actor, campaign_id, body.contact)}


@router.post("/marketing/campaigns/{uuid:campaign_id}/check", response=schemas.CheckOut)
def check(request: ActorRequest, campaign_id: UUID) -> Any:
    """Whom sending now would reach, and whom not, by reason."""
    campaign = visible_campaign(request.actor, campaign_id)
    template = actions.ready_template(request.actor, campaign)
    advert, prefix = advert_of(campaign, template)
    found = count_audience(request.actor, campaign)
    return {**found, "advert": advert, "advert_prefix": prefix}


def _campaign(request: ActorRequest, campaign_id: UUID) -> HttpResponse:
    body, version = record_json(request.actor, "campaign", campaign_id)
    return json_response(body.encode(), version=version)


@router.post("/marketing/campaigns/{uuid:campaign_id}/send", response=RowOut)
def send(request: ActorRequest, campaign_id: UUID) -> Any:
    """Begin sending."""
    actions.send_campaign(request.actor, campaign_id)
    return _campaign(request, campaign_id)


@router.post("/marketing/campaigns/{uuid:campaign_id}/schedule", response=RowOut)
def schedule(request: ActorRequest, campaign_id: UUID, body: schemas.ScheduleIn) -> Any:
    """Begin sending at a later moment."""
    schedule_campaign(request.actor, campaign_id, body.at)
    return _campaign(request, campaign_id)


@router.post("/marketing/campaigns/{uuid:campaign_id}/pause", response=RowOut)
def pause(request: ActorRequest, campaign_id: UUID) -> Any:
    """Send no more for now."""
    actions.pause_campaign(request.actor, campaign_id)
    return _campaign(request, campaign_id)


@router.post("/marketing/campaigns/{uuid:campaign_id}/resume", response=RowOut)
def resume(request: ActorRequest, campaign_id: UUID) -> Any:
    """Go on with those who are left."""
    actions.resume_campaign(request.actor, campaign_id)
    return _campaign(request, campaign_id)


@router.post("/marketing/campaigns/{uuid:campaign_id}/cancel", response=RowOut)
def cancel(request: ActorRequest, campaign_id: UUID) -> Any:
    """End it; who has not been written to never will be."""
    actions.cancel_campaign(request.actor, campaign_id)
    return _campaign(request, campaign_id)


@router.post("/marketing/campaigns/{uuid:campaign_id}/duplicate", response=RowOut)
def duplicate(request: ActorRequest, campaign_id: UUID, body: schemas.DuplicateIn) -> Any:
    """A new draft with the same settings, for another segment if one is given."""
    copy = actions.duplicate_campaign(request.actor, campaign_id, segment_id=body.segment)
    return _campaign(request, copy)


@router.get(
    "/marketing/campaigns/{uuid:campaign_id}/results", response=schemas.ResultsOut, by_alias=True
)
def campaign_results(request: ActorRequest, campaign_id: UUID) -> Any:
    """The funnel, openings by hour, links, and revenue against the hold-out."""
    return results(request.actor, campaign_id)


@router.get("/marketing/campaigns/{uuid:campaign_id}/recipients", response=schemas.RecipientsOut)
def recipients(
    request: ActorRequest, campaign_id: UUID, status: str = "", limit: int = 50, after: int = 0
) -> Any:
    """The people of a campaign. Who the reader may not see has neither name nor address."""
    rows, following = list_recipients(
        request.actor, campaign_id, status=status, limit=limit, after=after
    )
    return {"rows": rows, "next": following}
