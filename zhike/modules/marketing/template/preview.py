"""A mail as one person would get it: shown to whoever writes it, or sent to them as a test."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from zhike.kit.clock import now
from zhike.kit.errors import NotFound
from zhike.kit.ids import new_id
from zhike.kit.language import Language, Text, say
from zhike.kit.mail_html import safe_mail_html, text_of_mail_html
from zhike.modules.marketing.template.checks import compiled
from zhike.modules.marketing.template.merge import (
    UNSUBSCRIBE,
    VIEW,
    merge_fields,
    values_of_contacts,
)
from zhike.modules.marketing.template.model import Template
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.profile import profile_of
from zhike.platform.identity.workspace_actions import organisation_name
from zhike.platform.mail.errors import MailRefused
from zhike.platform.mail.message import Letter, Mailbox
from zhike.platform.mail.pool import Outgoing, send_now
from zhike.platform.mail.server import mail_server
from zhike.platform.metadata.registry import registry
from zhike.platform.records.query.reach import visible_rows

TEST = Text("[Test] ", "[测试] ")


@dataclass(frozen=True, slots=True)
class Source:
    """What a mail is made from."""

    subject: str
    body: str
    language: Language = "zh-CN"
    from_name: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail filled in for one person."""

    subject: str
    html: str
    text: str


def source_of(actor: Actor, template_id: UUID) -> Source:
    """A stored template the actor may view. Raises Forbidden, NotFound."""
    policy = policy_of(actor)
    policy.require("template", "view")
    condition = visible_rows(registry.get("template"), policy, "t", "view")
    found = next(
        iter(
            Template.objects.raw(
                f"SELECT t.* FROM marketing_template t WHERE t.id = %s AND {condition.text}",
                [template_id, *condition.params],
            )
        ),
        None,
    )
    if found is None:
        raise NotFound
    return Source(
        found.subject, found.body, language_of_template(found), sender_name(found.from_name)
    )


def sender_name(*wanted: str) -> str:
    """The first name given: of the campaign, of the template, or what the organisation is called."""
    return next(filter(None, wanted), "") or organisation_name()


def language_of_template(template: Template) -> Language:
    """The language its recipients read."""
    return "en" if template.language == "en" else "zh-CN"


def preview(actor: Actor, source: Source, contact_id: UUID | None) -> Rendered:
    """The mail for a contact, or with every merge field empty. What the actor sees in part is shown in part.

    Raises Forbidden, TemplateRefused, and NotFound for a contact the actor may not view.
    """
    policy = policy_of(actor)
    policy.require("template", "view")
    known = merge_fields(policy, in_part=True)
    # What is previewed without being saved has not been cleaned yet.
    subject, body = compiled(source.subject, safe_mail_html(source.body), known)
    values: Mapping[str, object] = {}
    if contact_id is not None:
        found = values_of_contacts(
            actor, [contact_id], subject.fields() | body.fields(), source.language
        )
        if contact_id not in found:
            raise NotFound
        values = found[contact_id]
    example = f"{settings.ZHIKE_BASE_URL}/u/example"
    values = {**values, UNSUBSCRIBE: example, VIEW: example}
    html = body.render(values, source.language)
    return Rendered(subject.render(values, source.language), html, text_of_mail_html(html))


def send_test(actor: Actor, source: Source, contact_id: UUID | None) -> str:
    """Send the preview to the actor's own address and to nobody else; returns the address.

    Raises Forbidden for who may edit no template, MailRefused, MailNotConfigured, and NotFound for an actor without an address.
    """
    policy_of(actor).require("template", "edit")
    mail = preview(actor, source, contact_id)
    server = mail_server()
    profile = profile_of(actor.user_id) if actor.user_id is not None else None
    if profile is None:
        raise NotFound
    sender = settings.ZHIKE_MAIL_FROM
    try:
        letter = Letter(
            sender=Mailbox(sender, source.from_name),
            recipient=Mailbox(profile.email, profile.name),
            subject=say(TEST, source.language) + mail.subject,
            text=mail.text,
            html=mail.html,
            message_id=f"<test.{new_id()}@{sender.partition('@')[2]}>",
            date=now(),
        )
        raw = letter.to_bytes()
    except ValueError as error:
        raise MailRefused(reason=str(error)) from None
    outcome = send_now(server, Outgoing(0, sender, profile.email, raw))
    if outcome.kind != "handed":
        raise MailRefused(reason=outcome.detail)
    return profile.email
