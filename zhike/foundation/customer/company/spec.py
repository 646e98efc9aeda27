"""What lists, pages, search, import and rights know of companies."""

from zhike.foundation.customer.company.model import Company
from zhike.platform.metadata.spec import ObjectSpec, Section

COMPANY = ObjectSpec(
    model=Company,
    key="company",
    label=("Company", "企业客户"),
    plural=("Companies", "企业客户"),
    counter="家",
    icon="building",
    color="violet",
    title="name",
    labels={
        "name": ("Name", "企业名称"),
        "domain": ("Domain", "域名"),
        "industry": ("Industry", "行业"),
        "size": ("Size", "规模"),
        "phone": ("Phone", "电话"),
        "website": ("Web site", "网站"),
        "address": ("Address", "地址"),
        "tags": ("Tags", "标签"),
        "description": ("Description", "描述"),
    },
    columns=["name", "industry", "size", "phone", "address", "owner", "tags", "updated_at"],
    quick=["name", "industry", "phone", "website", "owner"],
    highlights=["industry", "size", "owner", "updated_at"],
    subtitle=["industry", "domain"],
    layout=[
        Section(
            ("Profile", "资料"),
            ["name", "industry", "size", "phone", "website", "domain", "address"],
        ),
        Section(("More", "更多"), ["tags", "description", "owner", "created_at", "updated_at"]),
    ],
    search={"name": "A", "domain": "B", "phone": "B", "tags": "C"},
    related=["contacts", "orders"],
    match=[["name"]],
)
