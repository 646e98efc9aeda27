"""The mail of a campaign, fixed when sending begins: links counted and stored, the way out always in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from zhike.kit.language import Language, Text, say
from zhike.kit.mail_html import replace_links, text_of_mail_html
from zhike.kit.templates import CompiledTemplate, compile_template
from zhike.modules.marketing.campaign.advert import advert_prefix
from zhike.modules.marketing.campaign.links import Links, numbered
from zhike.modules.marketing.template.checks import compiled
from zhike.modules.marketing.template.merge import UNSUBSCRIBE, VIEW, merge_fields
from zhike.modules.marketing.template.model import Template
from zhike.modules.marketing.template.preview import Rendered, language_of_template
from zhike.modules.marketing.tokens import link_to
from zhike.platform.access.policy import EVERYTHING

OPEN: Final = "open_url"
_WAY_OUT: Final = Text("Unsubscribe from these mails", "退订此类邮件")


def fixed_content(template: Template, advert: str) -> dict[str, Any]:
    """`{"subject", "body", "language", "links"}` as stored with the campaign. Raises TemplateRefused.

    Links to http addresses become numbered: only a stored address is ever redirected to.
    """
    compiled(template.subject, template.body, merge_fields(EVERYTHING))
    language = language_of_template(template)
    body = template.body
    if UNSUBSCRIBE not in compile_template(body, html=True).fields():
        body += (
            '<p style="font-size:12px;color:#888888">'
            f'<a href="{{{{ {UNSUBSCRIBE} }}}}">{say(_WAY_OUT, language)}</a></p>'
        )
    links: list[str] = []
    return {
        "subject": advert_prefix(template, advert) + template.subject,
        "body": replace_links(body, lambda address: numbered(links, address)),
        "language": language,
        "links": links,
    }


@dataclass(frozen=True, slots=True)
class Mail:
    """The compiled mail of a campaign, filled in for one recipient after another."""

    subject: CompiledTemplate
    html: CompiledTemplate
    text: CompiledTemplate
    language: Language
    links: Links

    def fields(self) -> set[str]:
        """The merge fields it uses."""
        return self.subject.fields() | self.html.fields() | self.links.fields()

    @staticmethod
    def unsubscribe(recipient_id: int) -> str:
        """The address of the way out, for the mail's headers."""
        return link_to("unsubscribe", recipient_id)

    def fill(self, recipient_id: int, values: Mapping[str, object]) -> Rendered:
        """The mail of one recipient, with links of their own. Raises OutputTooLong."""
        filled = {
            **values,
            **self.links.fill(recipient_id, values, self.language),
            UNSUBSCRIBE: link_to("unsubscribe", recipient_id),
            VIEW: link_to("view", recipient_id),
            OPEN: link_to("open", recipient_id),
        }
        return Rendered(
            self.subject.render(filled, self.language),
            self.html.render(filled, self.language),
            self.text.render(filled, self.language),
        )


def compiled_mail(content: Mapping[str, Any]) -> Mail:
    """The mail of stored content."""
    body = str(content["body"])
    pixel = f'<img src="{{{{ {OPEN} }}}}" width="1" height="1" alt="">'
    return Mail(
        subject=compile_template(str(content["subject"]), line=True),
        html=compile_template(body + pixel, html=True),
        text=compile_template(text_of_mail_html(body)),
        language="en" if content["language"] == "en" else "zh-CN",
        links=Links(content["links"]),
    )
