"""What the maker made, as the CSV files a customer would bring: the demo is imported like everything else."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from zhike.config.demo import trade
from zhike.config.demo.maker import Company, Line, Order, Person

STATES: Final = {
    "completed": "done",
    "shipped": "shipped",
    "paid": "paid",
    "cancelled": "cancelled",
}
CHANNELS: Final = {"web": "web_shop", "wechat": "wechat", "sales": "distributor", "store": "store"}

COMPANIES: Final = {
    "企业名称": "name",
    "域名": "domain",
    "行业": "industry",
    "规模": "size",
    "电话": "phone",
    "网址": "website",
    "地址": "address",
    "标签": "tags",
    "负责人": "owner",
}
CONTACTS: Final = {
    "姓名": "name",
    "邮箱": "email",
    "手机": "phone",
    "企业": "company",
    "职务": "job_title",
    "阶段": "stage",
    "来源": "source",
    "性别": "gender",
    "生日": "birth_date",
    "国家": "address#country",
    "城市": "address#city",
    "邮编": "address#postcode",
    "街道": "address#street",
    "地址": "address",
    "标签": "tags",
    "兴趣": "interests",
    "处理依据": "basis",
    "负责人": "owner",
}
PRODUCTS: Final = {"产品名称": "name", "货号": "sku", "类别": "category", "价格": "price"}
ORDERS: Final = {
    "订单号": "number",
    "邮箱": "buyer.email",
    "下单时间": "ordered_at",
    "状态": "status",
    "渠道": "channel",
    "货号": "line.sku",
    "商品": "line.name",
    "数量": "line.quantity",
    "单价": "line.unit_price",
    "负责人": "owner",
}


def written(columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file with these columns, with the mark by which spreadsheets know UTF-8."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def company_rows(companies: Iterable[Company], owners: Sequence[str]) -> Iterator[list[object]]:
    """The rows of the company file."""
    for made in companies:
        yield [
            made.name,
            made.domain,
            made.industry,
            made.size,
            made.phone,
            f"https://www.{made.domain}",
            made.address["text"],
            ",".join(made.tags),
            owners[made.index % len(owners)],
        ]


def contact_rows(
    people: Iterable[Person], companies: Sequence[Company], owners: Sequence[str]
) -> Iterator[list[object]]:
    """The rows of the contact file; addresses abroad come in parts, Chinese ones in one line."""
    for made in people:
        abroad = made.address["country"] != "CN"
        parts = [made.address.get(part, "") for part in ("country", "city", "postcode", "street")]
        yield [
            made.name,
            made.email,
            made.phone,
            "" if made.company is None else companies[made.company].name,
            made.job_title,
            made.stage,
            made.source,
            made.gender,
            made.birth_date or "",
            *(parts if abroad else ["", "", "", ""]),
            "" if abroad else made.address["text"],
            ",".join(made.tags),
            ",".join(made.interests),
            made.basis,
            owners[made.index % len(owners)],
        ]


def product_rows() -> Iterator[list[object]]:
    """The rows of the product file."""
    for product in trade.PRODUCTS:
        yield [product.name, product.sku, product.category, product.price]


def order_rows(people: Iterable[Person], owners: Sequence[str]) -> Iterator[list[object]]:
    """A row for every line of every order."""
    for person in people:
        for order in person.orders:
            for line in order.lines:
                yield order_row(order, line, person.email, owners[person.index % len(owners)])


def order_row(order: Order, line: Line, email: str, owner: str) -> list[object]:
    """One line of an order."""
    return [
        order.number,
        email,
        order.at.isoformat(),
        STATES[order.state],
        CHANNELS[order.channel],
        line.product.sku,
        line.product.name,
        line.quantity,
        line.product.price,
        owner,
    ]
