"""Columns of other programs find their fields."""

import csv
from pathlib import Path

import pytest

from zhike.kit.tests.shared_data import shared_file
from zhike.platform.imports.convert import Converter, Draft
from zhike.platform.imports.mapping import propose
from zhike.platform.imports.reading import describe
from zhike.platform.imports.reading.rows import Row
from zhike.platform.metadata.registry import registry


@pytest.fixture(autouse=True)
def _registry(db: None) -> None:
    """The registry reads custom fields."""


def proposed(names: list[str], *rows: list[str], object: str = "contact") -> list[str | None]:
    return propose(registry.get(object), names, rows)


def first_draft(tmp_path: Path, name: str) -> tuple[dict[str, str], Draft]:
    """The proposed mapping of a collected file by header, and its first row converted."""
    path = tmp_path / "file.csv"
    path.write_bytes(shared_file(f"csv_warts/{name}").read_bytes())
    table = describe(path)
    type_ = registry.get("contact")
    mapping = propose(type_, table.names, table.samples)
    draft = Converter(type_, mapping, {}).draft(Row(1, table.samples[0]))
    return {name: field for name, field in zip(table.names, mapping, strict=True) if field}, draft


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("姓名", "name"), ("客户姓名", "name"), ("Full Name", "name"), ("display_name", "name"), ("收货人姓名", "name"),
        ("E-mail Address", "email"), ("电子邮箱", "email"), ("客户邮箱", "email"), ("Primary Email", "email"), ("E-mail 1 - Value", "email"),
        ("手机号码", "phone"), ("联系电话（手机）", "phone"), ("Mobile Phone", "phone"), ("Phone 1 - Value", "phone"), ("电话", "phone"),
        ("公司名称", "company"), ("Organization 1 - Name", "company"), ("Company", "company"), ("所在单位", "company"),
        ("职位", "job_title"), ("Job Title", "job_title"), ("Organization 1 - Title", "job_title"),
        ("备注", "description"), ("Notes", "description"), ("生日", "birth_date"), ("Birthday", "birth_date"), ("性别", "gender"),
        ("标签", "tags"), ("Categories", "tags"), ("Labels", "tags"), ("客户来源", "source"), ("负责人", "owner"), ("阶段", "stage"),
        ("详细地址", "address"), ("Home Street", "address#street"), ("城市", "address#city"), ("省份", "address#region"),
        ("区县", "address#district"), ("邮编", "address#postcode"), ("Country/Region", "address#country"),
        ("First Name", "name#given"), ("姓", "name#family"), ("Last Name", "name#family"), ("Additional Name", "name#middle"),
        ("Fax", None), ("Spouse", None), ("order_count", None),
    ],
)  # fmt: skip
def test_headers(header: str, field: str | None) -> None:
    assert proposed([header, "zzz"], ["x", "y"])[0] == field


def test_columns_without_names_are_told_by_their_cells() -> None:
    rows = [
        ["张伟", "a@x.cn", "13812345678", "5"],
        ["李娜", "b@x.cn", "13912345678", "5"],
        ["王芳", "", "bad", "5"],
    ]
    assert proposed(["", "", "", ""], *rows) == ["name", "email", "phone", None]


def test_second_addresses_go_to_the_others() -> None:
    assert proposed(["Email", "Email 2", "Email 3", "Mobile", "Home Phone"]) == [
        "email",
        "other_emails",
        "other_emails",
        "phone",
        "other_phones",
    ]


def test_a_whole_name_is_better_than_its_parts() -> None:
    assert proposed(["First Name", "Last Name", "Name"], ["Wei", "Zhang", "Wei Zhang"]) == [
        None,
        None,
        "name",
    ]
    assert proposed(["First Name", "Last Name", "Name"], ["Wei", "Zhang", ""]) == [
        "name#given",
        "name#family",
        None,
    ]


def test_one_of_two_addresses_is_taken() -> None:
    names = ["Home Street", "Home City", "Business Street", "Business City"]
    assert proposed(names, ["", "", "1 Main St", "Boston"]) == [
        None,
        None,
        "address#street",
        "address#city",
    ]


def test_companies_and_orders_have_their_own_words() -> None:
    assert proposed(["公司名称", "行业", "官网", "电话"], object="company") == [
        "name",
        "industry",
        "website",
        "phone",
    ]
    assert proposed(["account", "sector"], object="company") == ["name", "industry"]


def test_google_contacts(tmp_path: Path) -> None:
    mapping, draft = first_draft(tmp_path, "roundcube_gmail.csv")
    assert mapping["Name"] == "name"
    assert mapping["E-mail 1 - Value"] == "email"
    assert mapping["Organization 1 - Name"] == "company"
    assert draft.values["name"] == "Prefix Firstname Middle Lastname Suffix"
    assert not [trouble for trouble in draft.troubles if trouble.path in {"name", "email"}]


def test_outlook_contacts(tmp_path: Path) -> None:
    _, draft = first_draft(tmp_path, "roundcube_outlook.csv")
    assert (draft.values["email"], draft.values["other_emails"]) == (
        "test1@domain.tld",
        ["test2@domain.tld", "test3@domain.tld"],
    )
    mapping, draft = first_draft(tmp_path, "google_shared_contacts_outlook.csv")
    assert mapping["Mobile Phone"] == "phone"
    assert draft.names == {"company": "Acme Inc."}
    assert (draft.values["name"], draft.values["email"], draft.values["job_title"]) == (
        "Adam Glacius",
        "adam.glacius@anycom.com",
        "Sales Planner",
    )
    assert draft.values["other_emails"] == ["adam.g@example.com", "ag@glacius.com"]


def test_thunderbird_contacts(tmp_path: Path) -> None:
    mapping, draft = first_draft(tmp_path, "roundcube_tb_plain.csv")
    assert mapping["Display Name"] == "name"
    assert draft.values["name"] == "Displayname"
    assert (draft.values["email"], draft.values["other_emails"]) == (
        "test@domain.tld",
        ["next@domain.tld"],
    )
    assert draft.values["address"]["street"] == "Priv address"
    assert draft.names == {"company": "Organization"}


def test_addresses_of_columns_become_codes() -> None:
    names = ["姓名", "省份", "城市", "区", "街道"]
    type_ = registry.get("contact")
    draft = Converter(type_, propose(type_, names, []), {}).draft(
        Row(1, ["张伟", "浙江省", "杭州市", "西湖区", "文三路1号"])
    )
    assert draft.values["address"] == {
        "country": "CN",
        "region": "330106",
        "street": "文三路1号",
        "text": "浙江省杭州市西湖区文三路1号",
    }


def test_addresses_abroad_stay_words() -> None:
    names = ["Name", "Street", "City", "State", "Zip", "Country"]
    type_ = registry.get("contact")
    draft = Converter(type_, propose(type_, names, []), {}).draft(
        Row(1, ["Ann", "1 Main St", "Boston", "MA", "02101", "United States"])
    )
    assert {key: draft.values["address"][key] for key in ("country", "city", "street", "postcode")} == {
        "country": "US", "city": "Boston, MA", "street": "1 Main St", "postcode": "02101",
    }  # fmt: skip


def test_names_are_put_together_in_the_order_of_their_language() -> None:
    type_ = registry.get("contact")
    converter = Converter(type_, ["name#family", "name#given"], {})
    assert converter.draft(Row(1, ["张", "伟"])).values["name"] == "张伟"
    assert converter.draft(Row(2, ["Zhang", "Wei"])).values["name"] == "Wei Zhang"


def test_cells_with_several_addresses_are_divided() -> None:
    type_ = registry.get("contact")
    converter = Converter(type_, ["name", "email", "phone"], {})
    draft = converter.draft(Row(1, ["张伟", "张伟 <a@x.cn>; b@x.cn", "13812345678/13912345678"]))
    assert (draft.values["email"], draft.values["other_emails"]) == ("a@x.cn", ["b@x.cn"])
    assert (draft.values["phone"], draft.values["other_phones"]) == (
        "+8613812345678",
        ["+8613912345678"],
    )
    assert [
        trouble.code for trouble in converter.draft(Row(2, ["张伟", "a@x.cn; nope", ""])).troubles
    ] == ["not-an-email"]


def test_every_real_chinese_address_is_taken() -> None:
    type_ = registry.get("contact")
    converter = Converter(type_, ["address", "name"], {})
    with shared_file("csv_warts/cn_addresses_utf8bom.csv").open(
        encoding="utf-8-sig", newline=""
    ) as file:
        rows = list(csv.reader(file))[1:]
    drafts = [converter.draft(Row(number, [row[0], "x"])) for number, row in enumerate(rows, 1)]
    failed = [draft for draft in drafts if draft.troubles]
    assert len(failed) < 10, [(draft.cells[0][:50], draft.troubles[0].code) for draft in failed[:5]]
