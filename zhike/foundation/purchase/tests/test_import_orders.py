"""Files of order lines become orders, once, with their buyers and products."""

import csv
import gzip
import io
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import ApiClient
from zhike.foundation.catalog.models import Product
from zhike.foundation.customer.models import Contact
from zhike.foundation.purchase.models import Order, OrderLine
from zhike.kit.tests.shared_data import shared_file
from zhike.platform.changes.models import Change
from zhike.platform.imports.run import BATCH
from zhike.platform.jobs.testing import run_queued_jobs

LINES = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,WHITE HOLDER,6.0,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
536365,71053,WHITE LANTERN,6.0,2010-12-01 08:26:00,3.39,17850.0,United Kingdom
536365,POST,POSTAGE,1.0,2010-12-01 08:26:00,18.00,17850.0,United Kingdom
C536379,85123A,WHITE HOLDER,-1.0,2010-12-02 09:41:00,2.55,17850.0,United Kingdom
536414,22139,,56.0,2010-12-01 11:52:00,0.0,,United Kingdom
"""


def imported(client: ApiClient, text: str, **changes: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("orders.csv", text.encode())
    answer = client.post("imports", {"object": "order"}, files={"file": file})
    assert answer.status == 201, answer
    path = f"imports/{answer.json['id']}"
    if changes:
        assert client.patch(path, changes).status == 200
    assert client.post(f"{path}/run").status == 202
    run_queued_jobs()
    ended: dict[str, Any] = client.get(path).json
    assert ended["state"] == "done", ended
    return {
        **ended,
        "counts": {result: count for result, count in ended["counts"].items() if count},
    }


def test_lines_are_told_apart_from_the_orders_they_make(admin: ApiClient) -> None:
    file = SimpleUploadedFile("orders.csv", LINES.encode())
    answer = admin.post("imports", {"object": "order"}, files={"file": file})
    tried = admin.post(f"imports/{answer.json['id']}/preview").json
    assert (tried["checked"], tried["counts"], tried["records"]) == (5, {"create": 5}, 3)
    made = {one["object"]: (one["count"], one["label"]["en"]) for one in tried["creates"]}
    assert made == {"product": (3, "Products"), "contact": (1, "Contact")}
    ended = imported(admin, LINES)
    assert (ended["rows_are_lines"], ended["cursor"], ended["counts"]) == (True, 5, {"created": 5})
    assert {one["object"]: one["count"] for one in ended["made"]} == {
        "order": 3,
        "product": 3,
        "contact": 1,
    }
    again = imported(admin, LINES)
    assert (again["counts"], again["made"]) == ({"unchanged": 5}, [])


def test_lines_of_one_number_are_one_order(admin: ApiClient) -> None:
    ended = imported(admin, LINES)
    assert [column["field"] for column in ended["columns"]] == [
        "number", "line.sku", "line.name", "line.quantity", "ordered_at", "line.unit_price", "contact", None,
    ]  # fmt: skip
    assert ended["counts"] == {"created": 5}
    totals = {order.number: (order.total, order.status) for order in Order.objects.all()}
    assert totals == {
        "536365": (Decimal("53.64"), "done"),
        "C536379": (Decimal("-2.55"), "done"),
        "536414": (Decimal(0), "done"),
    }
    buyer = Contact.objects.get()
    assert (buyer.name, buyer.order_count, buyer.spent) == ("17850", 1, Decimal("51.09"))
    assert {product.sku for product in Product.objects.all()} == {"85123A", "71053", "22139"}
    postage = OrderLine.objects.get(name="POSTAGE")
    assert (postage.product, postage.amount) == (None, Decimal(18))
    assert Order.objects.get(number="536414").contact is None


def test_the_same_orders_again_change_nothing(admin: ApiClient) -> None:
    imported(admin, LINES)
    before = Change.objects.count()
    assert imported(admin, LINES)["counts"] == {"unchanged": 5}
    assert (Order.objects.count(), OrderLine.objects.count(), Change.objects.count()) == (
        3,
        5,
        before,
    )


def test_a_corrected_file_replaces_the_lines(admin: ApiClient) -> None:
    imported(admin, LINES)
    ended = imported(admin, LINES.replace("71053,WHITE LANTERN,6.0", "71053,WHITE LANTERN,7.0"))
    assert ended["counts"] == {"updated": 3, "unchanged": 2}
    assert Order.objects.get(number="536365").total == Decimal("57.03")
    assert OrderLine.objects.count() == 5
    assert Contact.objects.get().spent == Decimal("54.48")


def test_rows_of_an_order_need_not_stand_together(admin: ApiClient) -> None:
    filler = [
        f"F{n},{n % 7}00A,THING,1,2011-01-01 10:00:00,1.00,{n % 50}.0,X" for n in range(BATCH + 100)
    ]
    late = "536365,99999Z,LATE,1.0,2010-12-01 08:26:00,1.00,17850.0,United Kingdom"
    text = LINES + "\n".join([*filler, late]) + "\n"
    imported(admin, text)
    assert Order.objects.get(number="536365").total == Decimal("54.64")
    imported(admin, text)
    assert Order.objects.get(number="536365").total == Decimal("54.64")
    assert OrderLine.objects.filter(order__number="536365").count() == 4


def test_an_order_is_taken_whole_or_not_at_all(admin: ApiClient) -> None:
    text = (
        LINES.replace("71053,WHITE LANTERN,6.0", "71053,WHITE LANTERN,six")
        + ",X1,NO NUMBER,1,2011-01-01 10:00,1,,\n536999,X1,NO DATE,1,,1,,\n"
    )
    ended = imported(admin, text)
    assert ended["counts"] == {"created": 2, "failed": 5}
    rows = admin.get(f"imports/{ended['id']}/problems").json["rows"]
    assert [(row["row"], row["problems"][0]["code"]) for row in rows] == [
        (2, "order-incomplete"), (3, "not-a-number"), (4, "order-incomplete"), (7, "required"), (8, "required"),
    ]  # fmt: skip
    assert not Order.objects.filter(number="536365").exists()


def test_buyers_are_known_by_e_mail_or_phone(admin: ApiClient) -> None:
    admin.post("records/contact", {"name": "张伟", "email": "z@x.cn"})
    text = "订单号,客户姓名,邮箱,手机,订单金额,下单时间\nA1,张伟,z@x.cn,13812345678,99.5,2026-01-02 10:00\nA2,李娜,,13912345678,10,2026-01-03\nA3,李娜,,13912345678,5,2026-01-04\n"
    ended = imported(admin, text)
    assert ended["counts"] == {"created": 3}
    found = {
        contact.name: (contact.order_count, contact.spent, contact.phone)
        for contact in Contact.objects.all()
    }
    assert found == {
        "张伟": (1, Decimal("99.5"), "+8613812345678"),
        "李娜": (2, Decimal(15), "+8613912345678"),
    }


def test_real_invoices_add_up(admin: ApiClient) -> None:
    raw = gzip.decompress(
        shared_file("online_retail_q/online_retail_2010-12_2011-03.csv.gz").read_bytes()
    ).decode()
    text = "".join(raw.splitlines(keepends=True)[:6_001])
    ended = imported(admin, text)
    assert ended["counts"] == {"created": 6_000}
    expected: dict[str, Decimal] = {}
    for row in csv.DictReader(io.StringIO(text)):
        amount = (Decimal(row["Quantity"]) * Decimal(row["UnitPrice"])).quantize(Decimal("0.01"))
        expected[row["InvoiceNo"]] = expected.get(row["InvoiceNo"], Decimal(0)) + amount
    assert {order.number: order.total for order in Order.objects.all()} == expected
    assert OrderLine.objects.count() == 6_000


TOTALS = """订单编号,客户邮箱,下单时间,金额,状态,产品,数量
A1,z@x.cn,2026/09/28 00:00,1125.14,已完成,茶具,
A2,z@x.cn,2026/09/28 00:00,100.00,已完成,礼盒,3
A3,l@x.cn,2026/09/28 00:00,88.00,已完成,茶叶,1
A3,l@x.cn,2026/09/28 00:00,88.00,已完成,茶杯,2
A4,l@x.cn,2026/09/28 00:00,30.00,已完成,茶叶,1
A4,l@x.cn,2026/09/28 00:00,20.00,已完成,茶杯,2
"""


def lines_of_order(number: str) -> list[tuple[str, Decimal, Decimal]]:
    rows = OrderLine.objects.filter(order__number=number).order_by("position")
    return [(row.name, row.unit_price, row.amount) for row in rows]


def test_totals_without_prices_are_kept(admin: ApiClient) -> None:
    for expected in ({"created": 6}, {"unchanged": 6}):
        assert imported(admin, TOTALS)["counts"] == expected
        totals = dict(Order.objects.values_list("number", "total"))
        assert totals == {
            "A1": Decimal("1125.14"),
            "A2": Decimal(100),
            "A3": Decimal(88),
            "A4": Decimal(50),
        }
    assert lines_of_order("A1") == [("茶具", Decimal("1125.14"), Decimal("1125.14"))]
    assert lines_of_order("A2") == [("礼盒", Decimal("33.3333"), Decimal(100))]
    assert lines_of_order("A3") == [
        ("茶叶", Decimal(0), Decimal(0)),
        ("茶杯", Decimal(0), Decimal(0)),
    ]
    assert lines_of_order("A4") == [
        ("茶叶", Decimal(30), Decimal(30)),
        ("茶杯", Decimal(10), Decimal(20)),
    ]
    spent = {contact.email: contact.spent for contact in Contact.objects.all()}
    assert spent == {"z@x.cn": Decimal("1225.14"), "l@x.cn": Decimal(138)}
    corrected = TOTALS.replace("88.00", "90.00").replace("1125.14", "1000")
    assert imported(admin, corrected)["counts"] == {"updated": 3, "unchanged": 3}
    assert Order.objects.get(number="A3").total == Decimal(90)
    assert Order.objects.get(number="A1").total == Decimal(1000)


def previewed(client: ApiClient, text: str, **changes: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("orders.csv", text.encode())
    path = f"imports/{client.post('imports', {'object': 'order'}, files={'file': file}).json['id']}"
    assert client.patch(path, changes).status == 200
    found: dict[str, Any] = client.post(f"{path}/preview").json
    return found


def test_the_check_tells_of_kept_totals_and_of_buyers_it_would_make(admin: ApiClient) -> None:
    admin.post("records/contact", {"name": "张伟", "email": "z@x.cn"})
    found = previewed(admin, TOTALS)
    assert found["counts"] == {"create": 6}
    assert [(one["object"], one["count"]) for one in found["creates"]] == [("contact", 1)]
    assert found["notes"] == [
        "Orders with several products and no prices: 1. Their total is taken from the file, their lines have no amount."
    ]
    assert (Order.objects.count(), Contact.objects.count()) == (0, 1)
    admin.patch("auth/me", {"language": "zh-CN"})
    assert previewed(admin, TOTALS)["notes"] == [
        "有 1 个订单含多个产品但没有单价：订单金额取自文件，明细不计金额。"
    ]


def test_no_buyer_is_made_when_none_is_wanted(admin: ApiClient) -> None:
    admin.post("records/contact", {"name": "张伟", "email": "z@x.cn"})
    found = previewed(admin, TOTALS, create_linked=False)
    assert (found["creates"], found["warned"]) == ([], 4)
    assert found["problem_rows"][0]["problems"][0]["sentence"] == (
        "Column “客户邮箱”, “l@x.cn”: There is no contact with this e-mail or phone; the order comes without a buyer."
        " The cell is left empty."
    )
    ended = imported(admin, TOTALS, create_linked=False)
    assert (ended["counts"], ended["warned"]) == ({"created": 6}, 4)
    assert Contact.objects.count() == 1
    assert Order.objects.get(number="A3").contact is None
    assert Order.objects.get(number="A1").contact is not None
