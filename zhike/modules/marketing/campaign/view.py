"""A mail that was sent, shown as a page to whoever holds its link."""

from zhike.kit.errors import NotFound
from zhike.modules.marketing.campaign.audience import owner_of
from zhike.modules.marketing.campaign.content import compiled_mail
from zhike.modules.marketing.campaign.model import Campaign, Recipient
from zhike.modules.marketing.template.merge import unseen_fields, values_of_contacts
from zhike.platform.identity.actor import for_job


def mail_as_page(recipient_id: int) -> str:
    """The HTML of one recipient's mail, with the values of now and the rights of the campaign's owner.

    Raises NotFound for who was never written to, or can no longer be seen by the owner, and
    where the owner no longer sees whole what the mail shows.
    """
    recipient = Recipient.objects.filter(pk=recipient_id, handing_at__isnull=False).first()
    if recipient is None:
        raise NotFound
    campaign = Campaign.objects.get(pk=recipient.campaign_id)
    mail = compiled_mail(campaign.content)
    owner = owner_of(for_job(campaign.content["sent_by"]), campaign)
    if unseen_fields(owner, mail.fields()):
        raise NotFound
    values = values_of_contacts(
        owner, [recipient.contact_id], mail.fields() | {"contact.name"}, mail.language
    )
    found = values.get(recipient.contact_id)
    if found is None:
        raise NotFound
    return mail.fill(recipient.pk, found).html
