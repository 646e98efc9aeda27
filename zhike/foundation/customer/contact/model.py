"""A contact: a person, with or without a company."""

from typing import ClassVar, Final

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.fields.json import KeyTextTransform

from zhike.platform.metadata.columns import Address, Choice, Email, Lookup, Money, Phone, Tags
from zhike.platform.metadata.kinds.choice import options
from zhike.platform.records.models import ALIVE, Record

STAGES: Final = options(
    ("contact", "First contact", "初次接触", "neutral"),
    ("interest", "Interested", "产生兴趣", "accent"),
    ("intent", "Ready to buy", "购买意向", "accent"),
    ("customer", "Customer", "成交客户", "good"),
    ("repeat", "Repeat customer", "复购客户", "good"),
    ("lapsed", "To win back", "待唤回", "warn"),
)
GENDERS: Final = options(
    ("female", "Female", "女"), ("male", "Male", "男"), ("other", "Other", "其他")
)
SOURCES: Final = options(
    ("referral", "Referral", "转介绍"),
    ("website", "Web site", "官网"),
    ("wechat", "WeChat", "微信"),
    ("event", "Trade fair or event", "展会活动"),
    ("advertising", "Advertising", "广告"),
    ("phone", "Phone call", "电话"),
    ("store", "Shop", "门店"),
    ("import", "Import", "导入"),
    ("other", "Other", "其他"),
)
BASES: Final = options(
    ("consent", "Consent", "本人同意"),
    ("contract", "Contract", "订立或履行合同"),
    ("legal", "Legal duty", "法定义务"),
    ("interest", "Legitimate interest", "正当利益"),
    ("public", "Made public by the person", "本人自行公开"),
)


def _list_index(field: str, name: str) -> GinIndex:
    """An index of a list few contacts have: the others stay out of it, and imports ask it for thousands of values."""
    return GinIndex(fields=[field], name=name, condition=~models.Q(**{field: []}), fastupdate=False)


def _most_first(field: str, name: str) -> models.Index:
    """An index in the order of lists that show the most first: the empty come last, as in every list."""
    return models.Index(
        models.F(field).desc(nulls_last=True),
        models.F("entry").desc(),
        name=name,
        condition=ALIVE,
    )


class Contact(Record):
    """Roll-ups of purchases are kept by the purchase room, never entered."""

    object_key = "contact"

    name = models.CharField(max_length=200)
    email = Email()
    phone = Phone()
    other_emails = Tags(item="email")
    other_phones = Tags(item="phone")
    company = Lookup("customer.Company", related_name="contacts", optional=True)
    job_title = models.CharField(max_length=200, blank=True)
    stage = Choice(STAGES, default="contact")
    source = Choice(SOURCES)
    gender = Choice(GENDERS)
    birth_date = models.DateField(null=True, blank=True)
    address = Address()
    tags = Tags()
    interests = Tags()
    description = models.TextField(blank=True)
    basis = Choice(BASES)
    last_contacted_at = models.DateTimeField(null=True, blank=True)
    order_count = models.PositiveIntegerField(default=0)
    spent = Money()
    average_order = Money()
    first_order_at = models.DateTimeField(null=True, blank=True)
    last_order_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        indexes: ClassVar = [
            *Record.Meta.indexes,
            models.Index(fields=["email"], name="customer_contact_email", condition=ALIVE),
            models.Index(fields=["phone"], name="customer_contact_phone", condition=ALIVE),
            _list_index("other_emails", "customer_contact_emails"),
            _list_index("other_phones", "customer_contact_phones"),
            models.Index(
                fields=["company", "-updated_at"], name="customer_contact_company", condition=ALIVE
            ),
            models.Index(
                fields=["stage", "-updated_at", "-entry"],
                name="customer_contact_stage",
                condition=ALIVE,
            ),
            # Whole, because PostgreSQL takes no statistics of an expression from a partial index.
            models.Index(KeyTextTransform("region", "address"), name="customer_contact_region"),
            _most_first("spent", "customer_contact_spent"),
            _most_first("last_order_at", "customer_contact_last_order"),
            GinIndex(fields=["tags"], name="customer_contact_tags"),
        ]

    def __str__(self) -> str:
        return self.name
