"""A company: an organisation one does business with."""

from typing import ClassVar, Final

from django.db import models

from zhike.platform.metadata.columns import Address, Choice, Phone, Tags, Url
from zhike.platform.metadata.kinds.choice import options
from zhike.platform.records.models import ALIVE, Record

INDUSTRIES: Final = options(
    ("manufacturing", "Manufacturing", "制造业"),
    ("technology", "Software and IT", "软件与信息技术"),
    ("retail", "Retail and wholesale", "批发和零售"),
    ("finance", "Finance", "金融"),
    ("health", "Health care", "医疗健康"),
    ("education", "Education", "教育"),
    ("construction", "Construction and property", "建筑与房地产"),
    ("logistics", "Transport and logistics", "交通物流"),
    ("energy", "Energy", "能源"),
    ("hospitality", "Hotels and catering", "住宿餐饮"),
    ("media", "Media and culture", "文化传媒"),
    ("public", "Public sector", "政府与公共事业"),
    ("agriculture", "Agriculture", "农林牧渔"),
    ("other", "Other", "其他"),
)
SIZES: Final = options(
    ("micro", "1-9 people", "1-9 人"),
    ("small", "10-49 people", "10-49 人"),
    ("medium", "50-249 people", "50-249 人"),
    ("large", "250-999 people", "250-999 人"),
    ("huge", "1,000 people or more", "1000 人以上"),
)


class Company(Record):
    """Found by name, or by the domain of its web site and mail addresses."""

    object_key = "company"

    name = models.CharField(max_length=200)
    domain = models.CharField(max_length=200, blank=True)
    industry = Choice(INDUSTRIES)
    size = Choice(SIZES)
    phone = Phone()
    website = Url()
    address = Address()
    tags = Tags()
    description = models.TextField(blank=True)

    class Meta(Record.Meta):
        indexes: ClassVar = [
            *Record.Meta.indexes,
            models.Index(
                models.functions.Lower("name"), name="customer_company_name", condition=ALIVE
            ),
        ]

    def __str__(self) -> str:
        return self.name
