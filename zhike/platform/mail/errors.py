"""What can go wrong with sending, as errors a person can act on."""

from zhike.kit.errors import Conflict, ZhikeError
from zhike.kit.language import Text


class MailNotConfigured(Conflict):
    """No SMTP server is set."""

    code = "mail-not-configured"
    text = Text(
        "No mail server is set. Give its address in ZHIKE_SMTP_URL and start again.",
        "尚未设置邮件服务器，请在 ZHIKE_SMTP_URL 中填写地址后重新启动。",
    )


class BadMailServer(ZhikeError):
    """The address of the SMTP server cannot be read."""

    code = "bad-mail-server"
    text = Text(
        "ZHIKE_SMTP_URL is not valid: {reason}. Write smtp://user:password@host:587?tls=starttls.",
        "ZHIKE_SMTP_URL 无效：{reason}。应写作 smtp://user:password@host:587?tls=starttls。",
    )


class MailRefused(Conflict):
    """The mail server did not take a single mail somebody is waiting for."""

    code = "mail-refused"
    text = Text(
        "The mail server did not take the mail: {reason}", "邮件服务器未接收该邮件：{reason}"
    )
