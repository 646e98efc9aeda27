"""What is said of a file before and after: columns, rows, old and new values, cells that are left empty."""

import csv
import io
import json
from urllib.parse import urlencode

import pytest
from openpyxl import Workbook

from tests.cast import ApiClient
from zhike.foundation.customer.models import Contact
from zhike.platform.imports.tests.uploads import PEOPLE, counts, imported, upload

MENDABLE = "姓名,邮箱,手机,性别,是否同意接收邮件\n张伟,z@x.cn,12,男,是\n李娜,不是邮箱,,不详,\n王芳,w@x.cn,13812345678,,也许\n"


def test_bad_cells_of_optional_fields_are_left_empty_and_told(manager: ApiClient) -> None:
    ended = imported(manager, MENDABLE)
    assert (counts(ended), ended["warned"]) == ({"created": 3}, 3)
    found = {
        contact.name: (contact.email, contact.phone, contact.gender)
        for contact in Contact.objects.all()
    }
    assert found == {
        "张伟": ("z@x.cn", None, "male"),
        "李娜": (None, None, None),
        "王芳": ("w@x.cn", "+8613812345678", None),
    }
    rows = manager.get(f"imports/{ended['id']}/problems").json["rows"]
    assert [(row["row"], row["taken"], len(row["problems"])) for row in rows] == [
        (2, True, 1), (3, True, 2), (4, True, 1),
    ]  # fmt: skip
    manager.patch("auth/me", {"language": "zh-CN"})
    answer = manager.get(f"imports/{ended['id']}/errors.csv").response
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]  # it is a StreamingHttpResponse
    assert lines[0][:3] == ["行号", "问题", "姓名"]
    assert lines[3][:2] == ["4", "列“是否同意接收邮件”的“也许”：请填写是或否。该单元格留空。"]
    assert lines[3][2:] == ["王芳", "w@x.cn", "13812345678", "", "也许"]


def test_rows_with_bad_cells_are_left_out_where_that_is_wanted(manager: ApiClient) -> None:
    ended = imported(manager, MENDABLE, leave_empty=False)
    assert (counts(ended), ended["warned"]) == ({"failed": 3}, 0)
    assert not Contact.objects.exists()


def test_the_check_tells_old_and_new_and_what_stays(manager: ApiClient) -> None:
    imported(manager, PEOPLE)
    text = PEOPLE.replace("老客户", "大客户").replace("李娜,", "李丽,")
    answer = upload(manager, text)
    preview = manager.post(f"imports/{answer.json['id']}/preview").json
    assert preview["counts"] == {"update": 2, "unchanged": 1}
    assert [row["changes"] for row in preview["rows"]] == [
        [{"field": "description", "before": "老客户", "after": "大客户"}],
        [{"field": "name", "before": "李娜", "after": "李丽"}],
        [],
    ]
    assert Contact.objects.filter(name="李娜").exists()


def test_problems_are_of_the_whole_check_and_name_the_row_of_the_sheet(manager: ApiClient) -> None:
    text = "name,email\n" + "".join(f"P{n},p{n}@x.cn\n" for n in range(300)) + "Late,nope\n"
    answer = upload(manager, text)
    preview = manager.post(f"imports/{answer.json['id']}/preview?rows=2000").json
    assert (preview["checked"], len(preview["rows"])) == (301, 200)
    assert [row["row"] for row in preview["problem_rows"]] == [302]
    assert preview["problem_rows"][0]["problems"][0]["sentence"] == (
        "Column “email”, “nope”: Enter an e-mail address such as name@example.com. The cell is left empty."
    )


def test_blank_rows_of_a_sheet_count(manager: ApiClient) -> None:
    book = Workbook()
    for row in (["name", "email"], [None, None], ["Wei", "nope"], [None], [None], ["Na", "nope"]):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    answer = upload(manager, target.getvalue())
    preview = manager.post(f"imports/{answer.json['id']}/preview").json
    assert [row["row"] for row in preview["rows"]] == [3, 6]


def test_a_file_of_headings_alone_is_not_imported(manager: ApiClient) -> None:
    found = upload(manager, "name,email\n").json
    assert [(one["loc"], one["code"]) for one in found["problems"]] == [(["file"], "no-rows")]


def test_characters_that_were_lost_are_noticed(manager: ApiClient) -> None:
    assert upload(manager, "name,email\n\ufffd\ufffd,a@x.cn\n").json["unreadable"] is True
    assert upload(manager, PEOPLE).json["unreadable"] is False


@pytest.mark.parametrize(
    ("columns", "region"),
    [
        ("City,Country\nShanghai,China", "310000"),
        ("Province,City\nZhejiang,Hangzhou", "330100"),
        ('Address\n"Xuhui, Shanghai, China"', "310104"),
        ("城市\nBeijing", "110000"),
        ("City,Country\nSuzhou,China", None),
        ("City,Country\nLondon,United Kingdom", None),
    ],
)
def test_regions_in_english_are_found_in_their_place(
    manager: ApiClient, columns: str, region: str | None
) -> None:
    heads, cells = columns.split("\n")
    imported(manager, f"name,{heads}\nWei,{cells}\n")
    assert (Contact.objects.get().address or {}).get("region") == region
    if region:
        asked = {"field": "address", "op": "in_region", "value": [region[:2] + "0000"]}
        found = manager.get(f"records/contact?{urlencode({'filter': json.dumps(asked)})}").json
        assert [row["name"] for row in found["rows"]] == ["Wei"]


OUTLOOK = (
    "First Name,Last Name,E-mail Address,E-mail 2 Address,Home Phone,Business Phone,Mobile Phone,Newsletter opt-in (2025)\n"
    "Jo,Nunez,,jo@example.org,,+1 415 555 0100,+1 415 555 0200,Yes\n"
)


def test_empty_columns_never_win_and_a_mobile_phone_does(manager: ApiClient) -> None:
    found = upload(manager, OUTLOOK).json
    assert [column["field"] for column in found["columns"]] == [
        "name#given", "name#family", "other_emails", "email", "other_phones", "other_phones", "phone", "consent",
    ]  # fmt: skip
    imported(manager, OUTLOOK)
    contact = Contact.objects.get()
    assert (contact.email, contact.phone, contact.other_phones) == (
        "jo@example.org",
        "+14155550200",
        ["+14155550100"],
    )


def test_long_cells_are_cut_where_they_are_shown_and_whole_in_the_file(manager: ApiClient) -> None:
    name = "漢" * 100_000
    text = f"name,email\n{name},a@x.cn\n"
    path = f"imports/{upload(manager, text).json['id']}"
    row = manager.post(f"{path}/preview").json["rows"][0]
    assert (row["action"], row["problems"][0]["value"]) == ("fail", "漢" * 199 + "…")
    ended = imported(manager, text)
    assert counts(ended) == {"failed": 1}
    (told,) = manager.get(f"imports/{ended['id']}/problems").json["rows"]
    assert told["cells"] == ["漢" * 199 + "…", "a@x.cn"]
    assert told["problems"][0]["value"] == "漢" * 199 + "…"
    answer = manager.get(f"imports/{ended['id']}/errors.csv").response
    assert name.encode() in b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # it is a StreamingHttpResponse
    assert not Contact.objects.exists()
