"""What lists, pages, search and rights know of templates."""

from zhike.modules.marketing.template.checks import check_template
from zhike.modules.marketing.template.model import Template
from zhike.platform.metadata.spec import ObjectSpec, Section

TEMPLATE = ObjectSpec(
    model=Template,
    key="template",
    label=("Template", "邮件模板"),
    plural=("Templates", "邮件模板"),
    icon="layout-template",
    color="violet",
    title="name",
    labels={
        "name": ("Name", "名称"),
        "subject": ("Subject", "主题"),
        "body": ("Body", "正文"),
        "purpose": ("Purpose", "目的"),
        "language": ("Language", "语言"),
        "from_name": ("Sender name", "发件人名称"),
    },
    columns=["name", "subject", "purpose", "language", "owner", "updated_at"],
    quick=["name", "subject", "body", "purpose", "language"],
    highlights=["purpose", "language", "owner", "updated_at"],
    subtitle=["subject"],
    layout=[
        Section(("Mail", "邮件"), ["subject", "from_name", "body"]),
        Section(("More", "更多"), ["purpose", "language", "owner", "created_at", "updated_at"]),
    ],
    search={"name": "A", "subject": "B"},
    related=["campaigns"],
    checks=[check_template],
)
