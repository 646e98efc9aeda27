"""The mail room."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Sending over SMTP, and the demo's mailbox."""

    name = "zhike.platform.mail"
    label = "mail"

    def ready(self) -> None:
        """People management sends its letters through this room without knowing it."""
        from zhike.platform.identity.ports import plug_postman
        from zhike.platform.mail.postman import SmtpPostman

        plug_postman(SmtpPostman())
