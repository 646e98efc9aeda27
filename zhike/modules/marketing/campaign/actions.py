"""What can be done with a campaign. Each verb changes its status and leaves the work to the sender's job."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

import orjson
from django.db import connection

from zhike.kit.clock import now
from zhike.kit.errors import Problem
from zhike.kit.language import Text, listed, say
from zhike.modules.marketing.campaign.advert import advert_prefix
from zhike.modules.marketing.campaign.audience import judged_audience, owner_of
from zhike.modules.marketing.campaign.content import fixed_content
from zhike.modules.marketing.campaign.errors import FIELDS_NOT_SEEN, NotReady, WrongStage
from zhike.modules.marketing.campaign.model import NAME_LIMIT, STATUS_NAMES, Campaign
from zhike.modules.marketing.campaign.recipients import editable_campaign, visible_campaign
from zhike.modules.marketing.campaign.sender_job import start_sending
from zhike.modules.marketing.template.checks import compiled
from zhike.modules.marketing.template.merge import merge_fields, unseen_fields
from zhike.modules.marketing.template.model import Template
from zhike.modules.marketing.template.preview import (
    Source,
    language_of_template,
    send_test,
    sender_name,
    source_of,
)
from zhike.platform.access.policy import EVERYTHING
from zhike.platform.identity.actor import Actor
from zhike.platform.jobs.progress import start_progress
from zhike.platform.mail.server import mail_server
from zhike.platform.records.actions import create_record
from zhike.platform.records.actions.change import Draft, action

STAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "send": ("draft", "scheduled"),
    "schedule": ("draft", "scheduled"),
    "pause": ("sending",),
    "resume": ("paused",),
    "cancel": ("scheduled", "sending", "paused"),
}
_MISSING: Final = Text("Choose one before sending.", "发送前请先选择。")
_OTHER_PURPOSE: Final = Text(
    "The template is for another purpose than the campaign.", "模板与活动的目的不一致。"
)


def send_campaign(actor: Actor, campaign_id: UUID) -> UUID:
    """Begin sending now; returns the id of the progress row.

    Raises NotFound, Forbidden, WrongStage, NotReady, TemplateRefused, MailNotConfigured; then nothing has begun.
    """
    mail_server()
    with action(actor, "send", ("campaign", campaign_id)) as change:
        return begin(actor, change, at_stage(change, "send"))


def pause_campaign(actor: Actor, campaign_id: UUID) -> None:
    """Send no more for now; what is under way is settled. Raises WrongStage, Forbidden."""
    with action(actor, "pause", ("campaign", campaign_id), permission="send") as change:
        at_stage(change, "pause")
        change.set(status="paused")


def resume_campaign(actor: Actor, campaign_id: UUID) -> UUID:
    """Go on with those who are left, with the mail as it was; returns the id of the progress row."""
    mail_server()
    with action(actor, "resume", ("campaign", campaign_id), permission="send") as change:
        campaign = at_stage(change, "resume")
        change.set(status="sending", problem=None)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE marketing_campaign SET setbacks = 0, beat_at = now() WHERE id = %s",
                [campaign_id],
            )
        return _start(actor, campaign)


def cancel_campaign(actor: Actor, campaign_id: UUID) -> None:
    """End it; who has not been written to never will be. Raises WrongStage, Forbidden."""
    with action(actor, "cancel", ("campaign", campaign_id), permission="send") as change:
        at_stage(change, "cancel")
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE marketing_recipient SET status = 'skipped', reason = 'cancelled'"
                " WHERE campaign_id = %s AND status = 'queued'",
                [campaign_id],
            )
        change.set(status="cancelled", finished_at=now().isoformat())


COPIED: Final = (
    *("purpose", "advert", "from_name", "from_email", "reply_to", "hold_out_percent"),
    *("rate_per_second", "attribution_days"),
)
_COPY_OF: Final = Text("{name} (copy)", "{name}（副本）")


def duplicate_campaign(actor: Actor, campaign_id: UUID, *, segment_id: UUID | None = None) -> UUID:
    """A draft with the same settings, for the same segment or another; returns its id.

    Raises Forbidden, NotFound, and ValidationFailed for a segment or template the actor may no longer view.
    """
    campaign = visible_campaign(actor, campaign_id)
    suffix = say(_COPY_OF, actor.language)
    name = suffix.format(name=campaign.name[: NAME_LIMIT - len(suffix)])
    segment = segment_id or campaign.segment_id
    values = {
        **{key: getattr(campaign, key) for key in COPIED},
        "name": name,
        "segment": str(segment) if segment else None,
        "template": str(campaign.template_id) if campaign.template_id else None,
    }
    return create_record(actor, "campaign", values)


def test_campaign(actor: Actor, campaign_id: UUID, contact_id: UUID | None) -> str:
    """Send the mail as the campaign would, to the actor's own address and nobody else; returns the address.

    Raises Forbidden, NotFound, NotReady, TemplateRefused, MailRefused, MailNotConfigured.
    """
    campaign = editable_campaign(actor, campaign_id)
    template = ready_template(actor, campaign)
    source = Source(
        advert_prefix(template, campaign.advert) + template.subject,
        template.body,
        language_of_template(template),
        sender_name(campaign.from_name, template.from_name),
    )
    return send_test(actor, source, contact_id)


def begin(actor: Actor, change: Draft, campaign: Campaign) -> UUID:
    """Fix the mail and start the sender, within the action that was opened for it."""
    template = ready_template(actor, campaign)
    name = sender_name(campaign.from_name, template.from_name)
    content = {
        **fixed_content(template, campaign.advert),
        "from_name": name,
        "sent_by": actor.packed(),
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE marketing_campaign SET content = %s::jsonb, beat_at = now() WHERE id = %s",
            [orjson.dumps(content).decode(), campaign.pk],
        )
    change.set(status="sending", started_at=now().isoformat(), problem=None)
    return _start(actor, campaign)


def at_stage(change: Draft, verb: str) -> Campaign:
    """The campaign of the action, if its status allows the verb. Raises WrongStage."""
    campaign = change.record
    assert isinstance(campaign, Campaign)
    if campaign.status not in STAGES[verb]:
        raise WrongStage(
            status=STATUS_NAMES[campaign.status],
            possible=listed(STATUS_NAMES[status] for status in STAGES[verb]),
        )
    return campaign


def ready_template(actor: Actor, campaign: Campaign) -> Template:
    """The template of a campaign that has all it needs. Raises NotReady, NotFound, InvalidFilter."""
    problems = [
        Problem((name,), "required", _MISSING)
        for name in ("segment", "template")
        if getattr(campaign, f"{name}_id") is None
    ]
    if problems:
        raise NotReady(problems=problems)
    assert campaign.template_id is not None
    source_of(actor, campaign.template_id)
    template = Template.objects.get(pk=campaign.template_id)
    if template.purpose != campaign.purpose:
        raise NotReady(problems=[Problem(("purpose",), "other-purpose", _OTHER_PURPOSE)])
    owner = owner_of(actor, campaign)
    subject, body = compiled(template.subject, template.body, merge_fields(EVERYTHING))
    if unseen := unseen_fields(owner, subject.fields() | body.fields()):
        data = {"fields": ", ".join(unseen)}
        raise NotReady(problems=[Problem(("template",), "field-not-seen", FIELDS_NOT_SEEN, data)])
    # Compiled for its errors: a segment out of the owner's sight, or one whose fields are gone.
    judged_audience(owner, campaign)
    return template


def _start(actor: Actor, campaign: Campaign) -> UUID:
    title = Text(f"Sending “{campaign.name}”", f"发送“{campaign.name}”")
    watched = start_progress(actor, "campaign", title)
    start_sending(campaign.pk, watched.id)
    return watched.id
