"""Divisions of China as a picker gets them."""

from tests.cast import ApiClient


def test_regions_come_in_both_languages(alice: ApiClient) -> None:
    provinces = {one["code"]: one for one in alice.get("regions").json}
    assert len(provinces) == 34
    shanghai = provinces["310000"]
    assert shanghai["name"] == {"en": "Shanghai", "zh": "上海市"}
    assert shanghai["pinyin"] == "shang hai shi"
    xuhui = next(one for one in shanghai["children"] if one["code"] == "310104")
    assert xuhui == {
        "code": "310104",
        "name": {"en": "Xuhui", "zh": "徐汇区"},
        "pinyin": "xu hui qu",
        "children": [],
    }
