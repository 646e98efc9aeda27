"""The mail room."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Sending over SMTP, and the demo's mailbox."""

    name = "zhike.platform.mail"
    label = "mail"
