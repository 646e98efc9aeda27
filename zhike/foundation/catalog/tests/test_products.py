"""Products through the inherited suite, and that every seller sees the whole catalog."""

from tests.record_api import RecordApiTests


class TestProduct(RecordApiTests):
    object = "product"
    seen_by_all = True
    sample = {"name": "深沟球轴承 6204", "sku": "BRG-6204", "price": "18.50 CNY"}
    change = {"name": "深沟球轴承 6204-2RS", "category": "轴承"}
