"""The whole way of a file: uploaded, mapped, tried, imported, imported again."""

import csv
import io
from datetime import date

import pytest
from openpyxl import Workbook

from tests.cast import ApiClient
from zhike.foundation.customer.models import Company, Contact
from zhike.platform.changes.models import Change
from zhike.platform.imports.models import Import, ImportedRow
from zhike.platform.imports.tests.uploads import PEOPLE, counts, imported, upload
from zhike.platform.jobs.testing import run_queued_jobs


def test_an_upload_says_how_it_is_read_and_mapped(manager: ApiClient) -> None:
    found = upload(manager, PEOPLE.encode("gb18030")).json
    assert (found["encoding"], found["delimiter"], found["rows"], found["state"]) == (
        "gb18030",
        ",",
        3,
        "ready",
    )
    assert [column["field"] for column in found["columns"]] == [
        "name",
        "email",
        "phone",
        "company",
        "address#city",
        "description",
    ]
    assert found["columns"][0]["samples"] == ["张伟", "李娜", "王芳"]
    assert found["problems"] == []
    assert not Contact.objects.exists()


def test_people_and_their_companies_arrive(manager: ApiClient) -> None:
    ended = imported(manager, PEOPLE)
    assert counts(ended) == {"created": 3}
    zhang = Contact.objects.get(name="张伟")
    assert (zhang.email, zhang.phone, zhang.owner_id) == (
        "zhang.wei@acme.com",
        "+8613812345678",
        manager.id,
    )
    assert zhang.address["region"] == "310000"
    assert zhang.company is not None
    assert zhang.company.name == "上海宏达机械有限公司"
    assert Company.objects.count() == 2
    change = Change.objects.get(record=zhang.pk)
    assert (change.verb, change.via, str(change.request)) == ("create", "import", ended["id"])
    tray = manager.get("jobs").json["rows"][0]
    assert (tray["kind"], tray["state"], tray["result"]["created"]) == ("import", "done", 3)


def test_known_people_are_updated_not_doubled(manager: ApiClient) -> None:
    imported(manager, PEOPLE)
    ended = imported(
        manager,
        "name,e-mail,mobile,job title\n张伟,zhang.wei@acme.com,+8613812345678,总监\n王芳,wang@x.cn,137-1234-5678,\n新人,new@x.cn,,\n",
    )
    assert counts(ended) == {"created": 1, "updated": 2}
    assert Contact.objects.count() == 4
    assert Contact.objects.get(name="张伟").job_title == "总监"
    assert Contact.objects.get(name="王芳").email == "wang@x.cn"


def test_the_same_file_again_changes_nothing(manager: ApiClient) -> None:
    text = PEOPLE + "无名氏,,,,,no key at all\n"
    imported(manager, text)
    changes = Change.objects.count()
    answer = upload(manager, text)
    assert answer.json["earlier"] is not None
    ended = imported(manager, text)
    assert counts(ended) == {"unchanged": 4}
    assert (Contact.objects.count(), Change.objects.count(), ImportedRow.objects.count()) == (
        4,
        changes,
        1,
    )


def test_a_person_twice_in_one_file_is_one(manager: ApiClient) -> None:
    text = "name,email,phone,job title\n张伟,z@x.cn,,\n张伟,z@x.cn,13812345678,经理\n张伟,,13812345678,总监\n"
    ended = imported(manager, text)
    assert counts(ended) == {"created": 1, "updated": 2}
    contact = Contact.objects.get()
    assert (contact.email, contact.phone, contact.job_title) == ("z@x.cn", "+8613812345678", "总监")


def test_two_people_who_share_a_phone_stay_two(manager: ApiClient) -> None:
    text = "name,email,phone\n张伟,z@x.cn,010-62345678\n李娜,l@x.cn,010-62345678\n"
    assert counts(imported(manager, text)) == {"created": 2}
    assert counts(imported(manager, text + "李娜,l@x.cn,010-62345678\n")) == {"unchanged": 3}


def test_a_second_address_joins_the_first(manager: ApiClient) -> None:
    imported(manager, "name,email,phone\n张伟,old@x.cn,13812345678\n")
    imported(manager, "name,email,phone\n张伟,new@x.cn,13812345678\n")
    contact = Contact.objects.get()
    assert (contact.email, contact.other_emails) == ("new@x.cn", ["old@x.cn"])
    assert counts(imported(manager, "name,email\n张伟,old@x.cn\n")) == {"unchanged": 1}
    assert counts(imported(manager, "name,email,email 2\nWei,one@x.cn,two@x.cn\n")) == {
        "created": 1
    }
    assert Contact.objects.get(name="Wei").other_emails == ["two@x.cn"]


@pytest.mark.parametrize(
    ("existing", "expected", "title"),
    [
        ("update", {"updated": 1}, "新"),
        ("fill", {"updated": 1}, "旧"),
        ("skip", {"skipped": 1}, "旧"),
        ("create", {"created": 1}, "旧"),
    ],
)
def test_what_happens_to_known_records_is_chosen(
    manager: ApiClient, existing: str, expected: dict[str, int], title: str
) -> None:
    imported(manager, "name,email,job title\n张伟,z@x.cn,旧\n")
    ended = imported(
        manager, "name,email,job title,phone\n张伟,z@x.cn,新,13812345678\n", existing=existing
    )
    assert counts(ended) == expected
    first = Contact.objects.order_by("entry_id")[0]
    assert first.job_title == title
    assert first.phone == (None if existing in {"skip", "create"} else "+8613812345678")


def test_rows_that_cannot_be_taken_are_told_and_the_others_arrive(manager: ApiClient) -> None:
    bad = [
        "张伟,not-an-address,,",
        f"{'长' * 10_000},a@x.cn,,",
        ",b@x.cn,,",
        "李娜,c@x.cn,12,",
        "王芳,d@x.cn,,,too,many",
        "=cmd|' /C calc'!A0,@x,,",
    ]
    text = "name,email,phone,note\n" + "\n".join(bad) + "\n好人,good@x.cn,13812345678,ok\n"
    ended = imported(manager, text, leave_empty=False)
    assert counts(ended) == {"created": 1, "failed": 6}
    assert [contact.name for contact in Contact.objects.all()] == ["好人"]
    rows = manager.get(f"imports/{ended['id']}/problems").json["rows"]
    assert [(row["row"], row["problems"][0]["code"]) for row in rows] == [
        (2, "not-an-email"), (3, "too-long"), (4, "required"), (5, "not-a-phone"), (6, "too-many-cells"), (7, "not-an-email"),
    ]  # fmt: skip
    answer = manager.get(f"imports/{ended['id']}/errors.csv").response
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]  # it is a StreamingHttpResponse
    assert lines[0] == ["Row", "Problem", "name", "email", "phone", "note"]
    assert lines[1][:4] == [
        "2",
        "Column “email”, “not-an-address”: Enter an e-mail address such as name@example.com.",
        "张伟",
        "not-an-address",
    ]
    assert lines[6][2].startswith("'=cmd")
    assert len(lines) == 7


def test_a_preview_tells_what_would_happen_and_does_nothing(manager: ApiClient) -> None:
    imported(manager, "name,email\n张伟,z@x.cn\n")
    changes = Change.objects.count()
    answer = upload(
        manager,
        "name,email,company,age\n张伟,z@x.cn,新公司\n李娜,l@x.cn,\n\n李娜,l@x.cn,\nBad,nope,\n,no@x.cn,\n",
    )
    preview = manager.post(f"imports/{answer.json['id']}/preview").json
    assert [(row["row"], row["action"]) for row in preview["rows"]] == [
        (2, "update"), (3, "create"), (5, "update"), (6, "create"), (7, "fail"),
    ]  # fmt: skip
    assert preview["counts"] == {"update": 2, "create": 2, "fail": 1}
    assert (preview["checked"], preview["warned"]) == (5, 1)
    assert [row["row"] for row in preview["problem_rows"]] == [6, 7]
    changed = preview["rows"][0]["changes"]
    assert [(one["field"], one["before"], one["after"]["title"]) for one in changed] == [
        ("company", None, "新公司")
    ]
    assert preview["creates"] == [
        {"object": "company", "label": {"en": "Company", "zh": "企业客户"}, "count": 1}
    ]
    assert preview["rows"][0]["values"] == {"name": "张伟", "email": "z@x.cn", "company": "新公司"}
    assert preview["rows"][3]["problems"][0]["field"] == "email"
    assert (Contact.objects.count(), Company.objects.count(), Change.objects.count()) == (
        1,
        0,
        changes,
    )


def test_mappings_are_checked_and_the_valid_fields_listed(manager: ApiClient) -> None:
    answer = upload(manager, "a,b\n1,2\n")
    assert answer.json["problems"][0]["code"] == "required"
    path = f"imports/{answer.json['id']}"
    for mapping, code in (
        (["name", "nothing"], "unknown-field"),
        (["name"], "wrong-length"),
        (["name", "name"], "filled-twice"),
        ([None, None], "required"),
        (["spent", "name"], "unknown-field"),
    ):
        refused = manager.patch(path, {"mapping": mapping})
        assert (refused.status, refused.problem["errors"][0]["code"]) == (422, code), refused
    assert (
        "email" in manager.patch(path, {"mapping": ["name", "x"]}).problem["errors"][0]["message"]
    )
    assert manager.post(f"{path}/run").status == 422
    assert manager.patch(
        path, {"mapping": ["name", None], "defaults": {"stage": "nothing"}}
    ).problem["errors"][0]["loc"] == ["defaults", "stage"]
    assert manager.patch(path, {"surprise": 1}).status == 422
    assert manager.patch(path, {"match": [["spent"]]}).status == 422


def test_defaults_are_for_new_records_only(manager: ApiClient) -> None:
    imported(manager, "name,email\n张伟,z@x.cn\n", defaults={"source": "event"})
    imported(manager, "name,email\n张伟,z@x.cn\n李娜,l@x.cn\n", defaults={"source": "wechat"})
    assert {contact.name: contact.source for contact in Contact.objects.all()} == {
        "张伟": "event",
        "李娜": "wechat",
    }


def test_the_file_can_be_read_another_way(manager: ApiClient) -> None:
    answer = upload(manager, "张伟;z@x.cn\n李娜;l@x.cn\n")
    path = f"imports/{answer.json['id']}"
    assert answer.json["header"] is False
    assert [column["field"] for column in answer.json["columns"]] == ["name", "email"]
    changed = manager.patch(path, {"header": True, "mapping": ["name", "email"]}).json
    assert [column["header"] for column in changed["columns"]] == ["张伟", "z@x.cn"]
    assert manager.patch(path, {"encoding": "nonsense"}).problem["code"] == "unknown-encoding"


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"", 422, "empty-file"),
        (b"%PDF-1.7", 422, "not-a-table"),
        (b"\x00\x01\x02" * 50, 422, "not-a-table"),
    ],
)
def test_files_that_are_no_tables_are_refused(
    manager: ApiClient, raw: bytes, status: int, code: str
) -> None:
    answer = upload(manager, raw)
    assert (answer.status, answer.problem["code"]) == (status, code)
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    "form",
    [
        {"delimiter": "ab"},
        {"delimiter": "\x00"},
        {"encoding": "a\x00b"},
        {"encoding": "rot13"},
        {"object": "x\x00"},
    ],
)
def test_odd_ways_of_reading_are_refused(manager: ApiClient, form: dict[str, str]) -> None:
    answer = upload(manager, PEOPLE, **form)
    assert 400 <= answer.status < 500, answer
    assert not Import.objects.exists()


def test_a_sheet_that_is_not_there_is_refused(manager: ApiClient) -> None:
    target = io.BytesIO()
    book = Workbook()
    book.active.append(["name"])
    book.active.append(["Wei"])
    book.save(target)
    for sheet in ("nope", "a\x00b"):
        assert upload(manager, target.getvalue(), sheet=sheet).problem["code"] == "unreadable-file"


def test_an_import_can_be_stopped_and_taken_up_again(manager: ApiClient) -> None:
    answer = upload(manager, PEOPLE)
    path = f"imports/{answer.json['id']}"
    manager.post(f"{path}/run")
    assert manager.post(f"{path}/cancel").json["state"] == "cancelled"
    run_queued_jobs()
    assert not Contact.objects.exists()
    assert manager.get("jobs").json["rows"][0]["result"]["state"] == "cancelled"
    assert manager.patch(path, {"existing": "skip"}).status == 409
    assert manager.post(f"{path}/run").status == 202
    run_queued_jobs()
    assert Contact.objects.count() == 3
    assert manager.post(f"{path}/run").status == 409


def test_owners_and_custom_fields_are_filled(
    alice: ApiClient, bob: ApiClient, admin: ApiClient
) -> None:
    made = admin.post("objects/contact/fields", {"key": "level", "kind": "choice", "label": {"en": "Level", "zh": "等级"},
        "settings": {"options": [{"key": "a", "label": {"en": "Gold", "zh": "金牌"}}, {"key": "b", "label": {"en": "Silver", "zh": "银牌"}}]}})  # fmt: skip
    assert made.status in {200, 201}, made
    ended = imported(
        admin,
        "姓名,等级,负责人\n张伟,金牌,bob@example.com\n李娜,Silver,Alice\n王芳,铜牌,\n赵六,,nobody@x.cn\n",
        leave_empty=False,
    )
    assert counts(ended) == {"created": 2, "failed": 2}
    found = {contact.name: (contact.custom, contact.owner_id) for contact in Contact.objects.all()}
    assert found == {"张伟": ({"level": "a"}, bob.id), "李娜": ({"level": "b"}, alice.id)}


def test_a_spreadsheet_is_imported_like_any_table(manager: ApiClient) -> None:
    book = Workbook()
    book.active.title = "说明"
    sheet = book.create_sheet("客户")
    sheet.append(["姓名", "手机", "生日", "公司", "备注"])
    sheet.append(["张伟", 13812345678, date(1990, 2, 3), "宏达", "=1+1"])
    sheet.append([None, None, None, None, None])
    sheet.append(["李娜", "139-1234-5678", "1991/4/5", "宏达", 12.5])
    target = io.BytesIO()
    book.save(target)
    answer = upload(manager, target.getvalue())
    assert (answer.json["sheets"], answer.json["rows"]) == (["说明", "客户"], 2)
    assert counts(imported(manager, target.getvalue())) == {"created": 2}
    found = {contact.name: (contact.phone, contact.birth_date) for contact in Contact.objects.all()}
    assert found == {
        "张伟": ("+8613812345678", date(1990, 2, 3)),
        "李娜": ("+8613912345678", date(1991, 4, 5)),
    }
