"""Companies and contacts through the inherited suite."""

from tests.record_api import RecordApiTests


class TestCompany(RecordApiTests):
    object = "company"
    sample = {"name": "青岛海川精密", "industry": "manufacturing", "tags": ["重点"]}
    change = {"name": "青岛海川精密机械", "size": "large"}


class TestContact(RecordApiTests):
    object = "contact"
    sample = {
        "name": "欧阳慧敏",
        "email": "Huimin@Haichuan.example",
        "phone": "138 0013 6021",
        "address": {"region": "370212", "street": "松岭路 1 号"},
        "tags": ["VIP"],
        "birth_date": "1988-04-12",
    }
    change = {"name": "欧阳慧敏 女士", "stage": "customer"}
