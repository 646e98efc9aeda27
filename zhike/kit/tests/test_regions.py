"""Divisions of China: names, codes and written addresses."""

import csv

import pytest

from zhike.kit.region_names import english_name, english_names
from zhike.kit.regions import find, name_of, names_of, parse_address, prefix, tree
from zhike.kit.tests.shared_data import shared_file


@pytest.mark.parametrize(
    ("written", "code", "rest"),
    [
        ("上海市徐汇区漕溪北路595号", "310104", "漕溪北路595号"),
        ("上海徐汇天钥桥路408号", "310104", "天钥桥路408号"),
        ("深圳南山区科技园", "440305", "科技园"),
        ("浙江省诸暨市暨阳街道", "330681", "暨阳街道"),
        ("吉林市船营区", "220204", ""),
        ("北京市市辖区东城区", "110101", ""),
        ("上海市上海市徐汇区漕溪路", "310104", "漕溪路"),
        ("中国 广东省 深圳市 南山区 科技园", "440305", "科技园"),
        ("上海市黄浦路5号", "310000", "黄浦路5号"),
        ("上海南京东路1号", "310000", "南京东路1号"),
        ("河南省济源市", "419001", ""),
        ("新疆昌吉", "652300", ""),
        ("海南藏族自治州共和县", "632521", ""),
        ("香港特别行政区", "810000", ""),
        ("北京东路668号", None, "北京东路668号"),
        ("朝阳区建国路89号", None, "朝阳区建国路89号"),
        ("1139 College St, Toronto", None, "1139 College St, Toronto"),
        ("", None, ""),
    ],
)
def test_written_addresses(written: str, code: str | None, rest: str) -> None:
    assert parse_address(written) == (code, rest)


def test_names_and_codes_lead_to_each_other() -> None:
    shown = [
        node
        for province in tree()
        for city in province.children
        for node in (province, city, *city.children)
    ]
    assert len(tree()) == 34
    for node in shown:
        assert find(name_of(node.code) or "") == node.code
    assert name_of("310104") == "上海市徐汇区"
    assert names_of("310104") == ["上海市", "徐汇区"]
    assert name_of("999999") is None
    assert names_of("999999") == []


def test_a_code_prefix_covers_what_lies_inside() -> None:
    assert (prefix("310000"), prefix("330100"), prefix("310104")) == (
        "31",
        "3301",
        "310104",
    )


def test_real_company_addresses_are_recognised() -> None:
    path = shared_file("csv_warts/cn_addresses_utf8bom.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        addresses = [row[0] for row in csv.reader(file)][1:]
    chinese = [text for text in addresses if any("\u4e00" <= letter <= "\u9fff" for letter in text)]
    share = sum(parse_address(text).code is not None for text in chinese) / len(chinese)
    assert len(chinese) == 2746
    # The others name no city at all or a district that several cities have.
    assert share > 0.92


@pytest.mark.parametrize(
    ("name", "english", "pinyin"),
    [
        ("上海市", "Shanghai", "shang hai shi"),
        ("黑龙江省", "Heilongjiang", "hei long jiang sheng"),
        ("陕西省", "Shaanxi", "shan xi sheng"),
        ("内蒙古自治区", "Inner Mongolia", "nei meng gu zi zhi qu"),
        ("延边朝鲜族自治州", "Yanbian", "yan bian chao xian zu zi zhi zhou"),
        ("西盟佤族自治县", "Ximeng", "xi meng wa zu zi zhi xian"),
        ("长白朝鲜族自治县", "Changbai", "chang bai chao xian zu zi zhi xian"),
        ("泰安市", "Tai'an", "tai an shi"),
        ("朝阳区", "Chaoyang", "chao yang qu"),
        ("浦东新区", "Pudong", "pu dong xin qu"),
        ("凤县", "Fengxian", "feng xian"),
    ],
)
def test_english_names_of_single_divisions(name: str, english: str, pinyin: str) -> None:
    assert english_names(name) == (english, pinyin)


def test_english_names_say_what_they_are_inside() -> None:
    assert english_name("310000") == "Shanghai"
    assert english_name("330106") == "Xihu, Hangzhou"
    assert english_name("999999") is None
