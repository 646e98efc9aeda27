"""What lists, pages, search, import and rights know of products."""

from zhike.foundation.catalog.product.model import Product
from zhike.platform.metadata.spec import ObjectSpec, Section

PRODUCT = ObjectSpec(
    model=Product,
    key="product",
    label=("Product", "产品"),
    plural=("Products", "产品"),
    counter="种",
    icon="package",
    color="good",
    title="name",
    labels={
        "name": ("Name", "产品名称"),
        "sku": ("SKU", "货号"),
        "category": ("Category", "类别"),
        "price": ("List price", "标价"),
        "active": ("On sale", "在售"),
        "description": ("Description", "描述"),
    },
    columns=["name", "sku", "category", "price", "active", "updated_at"],
    quick=["name", "sku", "category", "price"],
    highlights=["sku", "category", "price", "active"],
    subtitle=["sku", "category"],
    layout=[
        Section(("Profile", "资料"), ["sku", "category", "price", "active"]),
        Section(("More", "更多"), ["description", "owner", "created_at", "updated_at"]),
    ],
    search={"name": "A", "sku": "A", "category": "C"},
    # A price list that only its maker can read is of no use: everybody sees every product.
    grants={"member": {"view": "all"}},
    match=[["sku"], ["name"]],
)
