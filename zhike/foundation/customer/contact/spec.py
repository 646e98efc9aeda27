"""What lists, pages, search, import and rights know of contacts."""

from zhike.foundation.customer.contact.model import Contact
from zhike.platform.metadata.spec import ObjectSpec, Section

CONTACT = ObjectSpec(
    model=Contact,
    key="contact",
    label=("Contact", "联系人"),
    plural=("Contacts", "联系人"),
    counter="位",
    icon="user",
    title="name",
    labels={
        "name": ("Name", "姓名"),
        "email": ("E-mail", "邮箱"),
        "phone": ("Phone", "手机"),
        "other_emails": ("Other e-mails", "其他邮箱"),
        "other_phones": ("Other phones", "其他电话"),
        "company": ("Company", "企业"),
        "job_title": ("Job title", "职务"),
        "stage": ("Stage", "阶段"),
        "source": ("Source", "来源"),
        "gender": ("Gender", "性别"),
        "birth_date": ("Birth date", "生日"),
        "address": ("Address", "地址"),
        "tags": ("Tags", "标签"),
        "interests": ("Interests", "兴趣偏好"),
        "description": ("Description", "描述"),
        "basis": ("Lawful basis", "处理依据"),
        "last_contacted_at": ("Last contact", "上次联系"),
        "order_count": ("Number of orders", "订单数"),
        "spent": ("Spent", "累计消费"),
        "average_order": ("Average order", "客单价"),
        "first_order_at": ("First order", "首次购买"),
        "last_order_at": ("Last order", "最近购买"),
    },
    columns=["name", "company", "stage", "address", "spent", "last_order_at", "owner", "tags"],
    quick=["name", "phone", "email", "company", "stage", "owner"],
    highlights=["spent", "order_count", "average_order", "last_order_at", "last_contacted_at"],
    subtitle=["company", "job_title"],
    layout=[
        Section(
            ("Profile", "资料"),
            [
                "phone",
                "email",
                "company",
                "job_title",
                "gender",
                "birth_date",
                "address",
                "source",
                "basis",
            ],
        ),
        Section(("Picture", "画像"), ["tags", "interests", "description"]),
        Section(
            ("Purchases", "购买"),
            ["order_count", "spent", "average_order", "first_order_at", "last_order_at"],
        ),
        Section(
            ("More", "更多"), ["other_phones", "other_emails", "owner", "created_at", "updated_at"]
        ),
    ],
    search={
        "name": "A",
        "email": "B",
        "phone": "B",
        "other_emails": "B",
        "other_phones": "B",
        "job_title": "C",
        "tags": "C",
    },
    stages="stage",
    related=["orders"],
    readonly=frozenset(
        {
            "last_contacted_at",
            "order_count",
            "spent",
            "average_order",
            "first_order_at",
            "last_order_at",
        }
    ),
    totals=frozenset({"spent", "order_count"}),
    match=[["email", "other_emails"], ["phone", "other_phones"]],
)
