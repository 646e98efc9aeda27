"""An export is the list its person sees, as a file that only they can fetch."""

import io
from typing import Any

import openpyxl
import pytest

from tests.cast import ApiClient
from zhike.platform.changes.models import Change
from zhike.platform.exports.models import Export
from zhike.platform.exports.tests.files import content, exported, rows_of
from zhike.platform.jobs.testing import run_queued_jobs

pytestmark = pytest.mark.usefixtures("home")


def people(person: ApiClient, *rows: dict[str, Any]) -> list[str]:
    """Make contacts; returns their ids."""
    return [person.post("records/contact", row).json["id"] for row in rows]


WANG = {"name": "王芳", "email": "w@x.cn", "phone": "13800138000", "stage": "customer"}
LI = {
    "name": "李雷",
    "address": {"region": "310104", "street": "漕溪北路 1 号"},
    "tags": ["vip", "展会"],
}


def test_a_csv_has_the_columns_chosen_in_the_order_of_the_list(manager: ApiClient) -> None:
    people(manager, LI, WANG)
    raw = content(manager, fields=["name", "phone", "stage", "address", "tags", "owner"])
    assert raw.startswith(b"\xef\xbb\xbf")
    assert rows_of(raw) == [
        ["Name", "Phone", "Stage", "Address", "Tags", "Owner"],
        ["李雷", "", "First contact", "上海市徐汇区漕溪北路 1 号", "vip; 展会", "Morgan"],
        ["王芳", "+8613800138000", "Customer", "", "", "Morgan"],
    ]


def test_a_filter_or_chosen_ids_say_which_rows(manager: ApiClient) -> None:
    first, _ = people(manager, LI, WANG)
    chosen = {"field": "stage", "op": "eq", "value": "customer"}
    assert rows_of(content(manager, fields=["name"], filter=chosen))[1:] == [["王芳"]]
    assert rows_of(content(manager, fields=["name"], ids=[first]))[1:] == [["李雷"]]
    assert rows_of(content(manager, fields=["name"], ids=[]))[1:] == []


def test_gb18030_and_plain_utf8(manager: ApiClient) -> None:
    people(manager, {"name": "王芳 😀"})
    assert rows_of(content(manager, fields=["name"], encoding="gb18030"), "gb18030")[1] == [
        "王芳 😀"
    ]
    assert not content(manager, fields=["name"], encoding="utf-8").startswith(b"\xef")


def test_a_workbook_has_typed_cells_and_texts_that_stay_texts(manager: ApiClient) -> None:
    people(
        manager, {**WANG, "name": "=HYPERLINK(1)", "birth_date": "1990-02-28", "job_title": "00123"}
    )
    raw = content(
        manager, format="xlsx", fields=["name", "phone", "birth_date", "job_title", "created_at"]
    )
    sheet = openpyxl.load_workbook(io.BytesIO(raw)).active
    assert sheet is not None
    headings, row = list(sheet.iter_rows())
    assert [cell.value for cell in headings][:3] == ["Name", "Phone", "Birth date"]
    assert [cell.data_type for cell in row] == ["s", "s", "d", "s", "d"]
    assert row[0].value == "=HYPERLINK(1)"
    assert row[1].value == "+8613800138000"
    assert row[2].value.isoformat() == "1990-02-28T00:00:00"
    assert row[3].value == "00123"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+SUM(A1)", "'+SUM(A1)"),
        ("-2+cmd|' /C calc'!A0", "'-2+cmd|' /C calc'!A0"),
        ("@SUM(1)", "'@SUM(1)"),
        ("＝1+1", "'＝1+1"),
        ("＋1a", "'＋1a"),
        ("－1a", "'－1a"),
        ("＠x", "'＠x"),
        ("+86 138 0013 8000", "+86 138 0013 8000"),
        ("-5", "-5"),
        ("a=b", "a=b"),
    ],
)
def test_no_cell_of_a_csv_acts_as_a_formula(manager: ApiClient, text: str, shown: str) -> None:
    people(manager, {"name": "x", "job_title": text})
    assert rows_of(content(manager, fields=["job_title"]))[1] == [shown]


def test_the_file_is_its_makers_alone(
    manager: ApiClient, alice: ApiClient, admin: ApiClient
) -> None:
    done = exported(manager, fields=["name"]).json
    assert (done["state"], done["rows"]) == ("done", 0)
    for other in (alice, admin):
        assert other.get(f"exports/{done['id']}").status == 404
        assert other.get(f"exports/{done['id']}/file").status == 404
        assert other.get("exports").json["rows"] == []
    answer = manager.get(f"exports/{done['id']}/file")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="export.csv"')
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Cache-Control"]) == (
        "nosniff",
        "no-store",
    )


def test_the_tray_leads_to_the_file(manager: ApiClient) -> None:
    people(manager, LI)
    done = exported(manager, fields=["name"]).json
    (work,) = manager.get("jobs").json["rows"]
    assert (work["kind"], work["state"], work["total"]) == ("export", "done", 1)
    assert work["result"]["export"] == done["id"]
    assert work["title"]["zh"] == "导出联系人"


def test_what_left_the_house_is_written_down(manager: ApiClient) -> None:
    people(manager, LI, WANG)
    chosen = {"field": "stage", "op": "eq", "value": "customer"}
    done = exported(manager, fields=["name", "email"], filter=chosen).json
    row = Change.objects.get(verb="export")
    assert (row.object, str(row.record), row.actor_id, row.via) == (
        "contact",
        done["id"],
        manager.id,
        "web",
    )
    assert row.after == {
        "export": {
            "filter": {"en": "Stage is Customer", "zh": "阶段为 成交客户"},
            "columns": ["name", "email"],
            "rows": 1,
            "format": "csv",
        }
    }


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"object": "nothing"}, "unknown-object"),
        ({"fields": ["password"]}, "unknown-field"),
        ({"filter": {"field": "nope", "op": "eq", "value": 1}}, "invalid-filter"),
        ({"sort": "description"}, "invalid-query"),
        ({"ids": [], "filter": {"all": []}}, "invalid-query"),
    ],
)
def test_what_cannot_be_exported_is_refused_at_once(
    manager: ApiClient, body: Any, code: str
) -> None:
    answer = manager.post("exports", {"object": "contact", **body})
    assert answer.problem["code"] == code
    assert not Export.objects.exists()


def test_a_person_has_three_exports_under_way(manager: ApiClient) -> None:
    for _ in range(3):
        assert manager.post("exports", {"object": "contact"}).status == 202
    assert manager.post("exports", {"object": "contact"}).problem["code"] == "too-many-exports"
    run_queued_jobs()
    assert manager.post("exports", {"object": "contact"}).status == 202


def test_shares_and_stars_are_numbers_and_lengths_of_time_are_read_back(admin: ApiClient) -> None:
    for key, kind in {"share": "percent", "stars": "rating", "length": "duration"}.items():
        body = {"key": key, "kind": kind, "label": {"en": key, "zh": key}}
        assert admin.post("objects/contact/fields", body).status == 201
    people(admin, {"name": "Ann", "custom": {"share": 12.5, "stars": 4, "length": 5405}})
    fields = ["custom.share", "custom.stars", "custom.length"]
    assert rows_of(content(admin, fields=fields))[1] == ["12.5", "4", "1:30:05"]


def test_a_formula_is_exported_as_what_it_gives(admin: ApiClient) -> None:
    made = admin.post(
        "objects/contact/fields",
        {
            "key": "letters",
            "kind": "formula",
            "label": {"en": "Letters", "zh": "字数"},
            "settings": {"expression": "LEN(name) / 2"},
        },
    )
    assert made.status == 201, made
    people(admin, {"name": "Ann"})
    exported_rows = rows_of(content(admin, fields=["name", "custom.letters"]))
    assert exported_rows == [["Name", "Letters"], ["Ann", "1.5"]]
