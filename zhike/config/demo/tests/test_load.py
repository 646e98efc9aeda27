"""The demo goes in through the doors everybody uses, whole and once."""

import pytest

from tests.cast import ApiClient
from zhike.config.demo import load

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_the_demo_is_loaded_once(admin: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "PEOPLE", 200)
    monkeypatch.setattr(load, "COMPANIES", 40)
    said: list[str] = []
    assert load.load_once(said.append)
    assert not load.load_once(said.append)
    assert len(said) == 2
    counts = {
        key: admin.get(f"records/{key}", query={"count": "exact", "limit": "1"}).json["count"][
            "value"
        ]
        for key in ("contact", "company", "product", "order", "activity", "segment", "template")
    }
    assert counts["contact"] == 200
    assert counts["company"] == 40
    assert counts["order"] > 600
    assert counts["activity"] > 100
    assert (counts["segment"], counts["template"]) == (3, 2)
    campaign = admin.get("records/campaign").json["rows"][0]
    assert campaign["status"] == "done"
    found = admin.get(f"marketing/campaigns/{campaign['id']}/results").json
    assert found["funnel"]["delivered"] > 20
    assert found["funnel"]["opened"] > 5
    assert {view["name"] for view in admin.get("views", query={"object": "contact"}).json} >= {
        "华东高价值",
        "本周待跟进",
        "流失风险",
    }
