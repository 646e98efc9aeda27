"""Where the people of a file live, from one column or from many, and how their numbers are dialled there."""

import json
from urllib.parse import urlencode

import pytest

from tests.cast import ApiClient
from zhike.foundation.customer.models import Contact
from zhike.platform.imports.tests.uploads import counts, imported, upload


@pytest.mark.parametrize(
    ("heads", "cells", "region", "text"),
    [
        ("省份,城市,地址", "上海,上海市,南京西路1号", "310000", "上海市南京西路1号"),
        ("省份,城市,地址", "浙江,杭州,杭州市西湖区文三路1号", "330106", "浙江省杭州市西湖区文三路1号"),
        ("省份,城市,地址", "浙江,杭州,西湖区文三路1号", "330106", "浙江省杭州市西湖区文三路1号"),
        ("省份,城市,区县,地址", "上海,上海,徐汇区,上海市漕溪北路8号", "310104", "上海市徐汇区漕溪北路8号"),
        ("省份,城市,单位地址", "浙江,杭州,文三路1号", "330100", "浙江省杭州市文三路1号"),
        # Columns decide where they and the text differ, and nothing of either is lost.
        ("省份,城市,地址", "上海,上海市,杭州市人民路1号", "310000", "上海市杭州市人民路1号"),
        ("省份,城市,地址", ",,杭州市人民路1号", "330100", "浙江省杭州市人民路1号"),
        ("Business City,Business State,Business Street", "Hangzhou,Zhejiang,1 Wensan Road", "330100", "浙江省杭州市1 Wensan Road"),
        ("Business City,Business State,Business Address", "Hangzhou,Zhejiang,文三路1号", "330100", "浙江省杭州市文三路1号"),
    ],
)  # fmt: skip
def test_columns_of_divisions_and_a_whole_address_are_one_address(
    manager: ApiClient, heads: str, cells: str, region: str, text: str
) -> None:
    imported(manager, f"姓名,{heads}\n欧阳娜娜,{cells}\n")
    address = Contact.objects.get().address
    assert (address["country"], address["region"], address["text"]) == ("CN", region, text)
    asked = {"field": "address", "op": "in_region", "value": [region[:2] + "0000"]}
    found = manager.get(f"records/contact?{urlencode({'filter': json.dumps(asked)})}").json
    assert [row["name"] for row in found["rows"]] == ["欧阳娜娜"]


@pytest.mark.parametrize(
    ("heads", "cells", "expected"),
    [
        (
            "Street,City,State,Postal Code,Country",
            "Havnegade 4,Copenhagen,,1058,Denmark",
            {"country": "DK", "city": "Copenhagen", "street": "Havnegade 4", "postcode": "1058", "text": "Havnegade 4, 1058 Copenhagen, DK"},
        ),
        (
            "Street,City,Country",
            "Mithrilgatan 2,Bree,Middle Earth",
            {"country": "ZZ", "city": "Bree, Middle Earth", "street": "Mithrilgatan 2", "text": "Mithrilgatan 2, Bree, Middle Earth"},
        ),
        (
            "Address,City,Country",
            '"Havnegade 4, Copenhagen",Copenhagen,丹麦',
            {"country": "DK", "street": "Havnegade 4, Copenhagen", "text": "Havnegade 4, Copenhagen, DK"},
        ),
        (
            "Address",
            '"Havnegade 4, Copenhagen, Denmark"',
            {"country": "DK", "street": "Havnegade 4, Copenhagen", "text": "Havnegade 4, Copenhagen, DK"},
        ),
        (
            "Business Street,Business Street 2,Business City,Business Country/Region",
            "1 Main St,Floor 2,Boston,United States",
            {"country": "US", "city": "Boston", "street": "1 Main St, Floor 2", "text": "1 Main St, Floor 2, Boston, US"},
        ),
        # A country nobody wrote stays at home; words in Latin letters are still told apart.
        ("Street,City", "1 Main St,Bree", {"country": "CN", "city": "Bree", "street": "1 Main St", "text": "1 Main St, Bree"}),
    ],
)  # fmt: skip
def test_addresses_abroad_are_written_as_there(
    manager: ApiClient, heads: str, cells: str, expected: dict[str, str]
) -> None:
    imported(manager, f"name,{heads}\nIngrid,{cells}\n")
    assert Contact.objects.get().address == expected


@pytest.mark.parametrize(
    ("heads", "cells", "phone"),
    [
        ("Business Phone,Country", "(617) 555-0134,United States", "+16175550134"),
        ("手机,国家", "(617) 555-0134,美国", "+16175550134"),
        ("Phone,Country", "33 12 34 56,DK", "+4533123456"),
        ("Phone,Country", "+86 138 1234 5678,Denmark", "+8613812345678"),
        ("Phone,Country", "138 1234 5678,China", "+8613812345678"),
        ("Phone,Country", "138 1234 5678,", "+8613812345678"),
        ("Phone,Address", '(617) 555-0134,"1 Main St, Boston, USA"', "+16175550134"),
    ],
)
def test_a_number_is_dialled_in_the_country_of_its_row(
    manager: ApiClient, heads: str, cells: str, phone: str
) -> None:
    ended = imported(manager, f"name,{heads}\nJohn,{cells}\n")
    assert (Contact.objects.get().phone, ended["warned"]) == (phone, 0)


@pytest.mark.parametrize(
    ("country", "sentence"),
    [
        ("United States", "This is no phone number of United States."),
        ("Middle Earth", "This is no phone number of an unknown country."),
    ],
)
def test_a_number_that_is_none_there_is_left_empty_and_told(
    manager: ApiClient, country: str, sentence: str
) -> None:
    text = f"name,Phone,Home Phone,Country\nJohn,138 1234 5678,010-62345678,{country}\n"
    path = f"imports/{upload(manager, text).json['id']}"
    told = manager.post(f"{path}/preview").json["problem_rows"][0]["problems"]
    assert [(one["code"], one["column"], one["left_empty"]) for one in told] == [
        ("not-a-phone", "Phone", True),
        ("not-a-phone", "Home Phone", True),
    ]
    assert told[0]["message"].startswith(sentence)
    ended = imported(manager, text)
    contact = Contact.objects.get()
    assert (counts(ended), ended["warned"]) == ({"created": 1}, 1)
    assert (contact.phone, contact.other_phones) == (None, [])


def test_second_numbers_of_a_cell_are_dialled_there_too(manager: ApiClient) -> None:
    imported(manager, "name,Phone,Country\nJohn,(617) 555-0134; 617-555-0135,US\n")
    contact = Contact.objects.get()
    assert (contact.phone, contact.other_phones) == ("+16175550134", ["+16175550135"])
