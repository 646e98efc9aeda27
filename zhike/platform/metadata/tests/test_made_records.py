"""Records of an object that was made are records: the inherited suite, and every feature of the house over them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import ApiClient, set_rights
from tests.record_api import RecordApiTests
from zhike.kit.clock import now
from zhike.platform.exports.tests.files import content
from zhike.platform.imports.tests.uploads import counts, imported
from zhike.platform.metadata.tests.contracts import make, make_object


@pytest.mark.usefixtures("contract")
class TestContract(RecordApiTests):
    object = "contract"
    sample = {"title": "轴承年度合同", "custom": {"status": "draft", "remark": "第一版"}}
    change = {"title": "轴承年度合同二期"}


@pytest.fixture
def two(admin: ApiClient, contract: None) -> None:
    """Contracts and sites: two objects that share a table."""
    site = {"en": "Site", "zh": "门店"}
    make_object(admin, key="site", label=site, plural="Sites", icon="store")
    field = {"key": "remark", "kind": "text", "label": {"en": "Remark", "zh": "备注"}}
    assert admin.post("objects/site/fields", field).status == 201


@pytest.mark.usefixtures("two")
def test_two_objects_of_one_table_never_show_each_others_rows(admin: ApiClient) -> None:
    mine, other = make(admin, "contract", "甲合同"), make(admin, "site", "甲门店")
    at = f"records/contract/{other}"
    for answer in (
        admin.get(at),
        admin.patch(at, {"title": "乙"}, version=1),
        admin.delete(at, version=1),
        admin.get(f"{at}/history"),
        admin.get(f"{at}/timeline"),
        admin.get(f"{at}/links"),
        admin.get(f"rights/records/contract/{other}/mine"),
    ):
        assert answer.status == 404, answer
    listed = admin.get("records/contract", query={"count": "exact", "sort": "title"}).json
    assert ([row["id"] for row in listed["rows"]], listed["count"]["value"]) == ([mine], 1)
    found = admin.get(
        "records/contract", query={"filter": {"field": "title", "op": "contains", "value": "甲"}}
    )
    assert [row["id"] for row in found.json["rows"]] == [mine]
    counted = admin.post("records/contract/aggregate", {"group": [], "measures": [{"fn": "count"}]})
    assert counted.json["rows"][0]["measures"] == [1]
    bulk = admin.post("records/contract/bulk", {"ids": [mine, other], "set": {"owner": None}})
    assert bulk.json["changed"] == 1
    gone = admin.post("records/contract/bulk", {"ids": [mine, other], "delete": True})
    assert gone.json["changed"] == 1
    kept = admin.get(f"records/site/{other}").json
    assert (kept["title"], kept["owner"]["id"]) == ("甲门店", str(admin.id))
    assert admin.get("trash", query={"object": "site"}).json["rows"] == []


@pytest.mark.usefixtures("two")
def test_a_record_is_found_by_words_pinyin_and_initials(admin: ApiClient) -> None:
    made = make(admin, "contract", "海川轴承年度合同", remark="含安装调试")
    make(admin, "site", "海川门店")
    for text in ("轴承", "haichuan", "hczcndht", "安装"):
        groups = admin.get("search", query={"q": text, "object": "contract"}).json["groups"]
        assert [[item["id"] for item in group["items"]] for group in groups] == [[made]], text


@pytest.mark.usefixtures("contract")
def test_a_lookup_leads_both_ways(admin: ApiClient, alice: ApiClient, charlie: ApiClient) -> None:
    company = alice.post("records/company", {"name": "海川"}).json["id"]
    made = make(alice, "contract", "年度合同", company=company, amount="120000")
    row = alice.get(f"records/contract/{made}").json
    assert row["custom"]["company"] == {"id": company, "title": "海川", "object": "company"}
    related = alice.get(f"records/company/{company}/related/contract.company").json["rows"]
    assert [one["id"] for one in related] == [made]
    meta = alice.get("meta").json["objects"]
    shown = next(one for one in meta if one["key"] == "company")
    assert "contract.company" in shown["related"]
    relation = next(one for one in shown["relations"] if one["key"] == "contract.company")
    assert relation["field"] == "custom.company"
    assert relation["label"] == {"en": "Contracts", "zh": "合同"}
    through = {"field": "custom.company.name", "op": "eq", "value": "海川"}
    having = {
        "related": "contract.company",
        "having": {"sum": {"field": "custom.amount", "gte": 100000}},
    }
    for object_key, tree in (("contract", through), ("company", having)):
        answer = alice.get(f"records/{object_key}", query={"filter": tree})
        assert [one["id"] for one in answer.json["rows"]] == [
            made if object_key == "contract" else company
        ], answer
    refused = charlie.post("records/contract", {"title": "偷看", "custom": {"company": company}})
    assert refused.problem["errors"][0]["loc"] == ["custom", "company"]
    mine = make(charlie, "contract", "自己的合同")
    assert (
        admin.patch(f"records/contract/{mine}", {"custom": {"company": company}}, version=1).json[
            "custom"
        ]["company"]["title"]
        == "海川"
    )
    assert charlie.get(f"records/contract/{mine}").json["custom"]["company"] is None


@pytest.mark.usefixtures("contract")
def test_a_file_comes_in_goes_out_and_is_taken_back(admin: ApiClient, alice: ApiClient) -> None:
    assert (
        set_rights(admin, "member", objects={"contract": {"import": "all", "export": "all"}}).status
        == 200
    )
    alice.post("records/company", {"name": "海川"})
    text = '合同名称,金额,客户,状态,备注\n年度合同,"186,000.00",海川,草稿,第一版\n补充协议,2000,海川,已签,\n'
    ended = imported(alice, text, "contract")
    assert counts(ended) == {"created": 2}
    rows = alice.get("records/contract", query={"sort": "custom.amount"}).json["rows"]
    assert [
        (row["title"], row["custom"]["company"]["title"], row["custom"]["status"]) for row in rows
    ] == [
        ("补充协议", "海川", "signed"),
        ("年度合同", "海川", "draft"),
    ]
    again = imported(alice, text.replace("186,000.00", "190000"), "contract")
    assert counts(again) == {"updated": 1, "unchanged": 1}
    columns = ["title", "custom.company", "custom.amount"]
    sheet = content(alice, object="contract", sort="title", fields=columns).decode("utf-8-sig")
    assert sheet.splitlines()[0] == "Subject,Company,Amount"
    assert "年度合同,海川,190000" in sheet
    assert alice.post("undo", {"request": again["id"]}).json["undone"] == 1
    assert admin.patch("objects/contract", {"is_enabled": False}).status == 200
    for path in ("imports", "exports", "jobs"):
        assert alice.get(path).status == 200, path
    assert alice.get(f"imports/{again['id']}").problem["code"] == "unknown-object"


@pytest.mark.usefixtures("contract")
def test_it_has_history_undo_trash_notes_links_and_views(
    alice: ApiClient, charlie: ApiClient
) -> None:
    made = make(alice, "contract", "年度合同", remark="第一版")
    at = f"records/contract/{made}"
    changed = alice.patch(at, {"custom": {"remark": "第二版"}}, version=1)
    fields = alice.get(f"{at}/history").json["items"][0]["data"]["fields"]
    assert fields == [{"field": "custom.remark", "before": "第一版", "after": "第二版"}]
    undone = alice.post("undo", {"request": changed.headers["X-Request-Id"]})
    assert (undone.json["undone"], alice.get(at).json["custom"]["remark"]) == (1, "第一版")
    note = alice.post("records/activity", {"type": "note", "subject": "已寄出", "about": made})
    assert note.status == 201, note
    items = alice.get(f"{at}/timeline").json["items"]
    assert (items[0]["kind"], items[0]["title"]) == ("note", "已寄出")
    assert charlie.get(f"records/activity/{note.json['id']}").status == 404
    company = alice.post("records/company", {"name": "海川"}).json["id"]
    tied = alice.post(f"{at}/links", {"target": company, "kind": "甲方"})
    assert [one["title"] for one in tied.json] == ["海川"]
    assert [one["id"] for one in alice.get(f"records/company/{company}/links").json] == [made]
    tree = {"field": "custom.status", "op": "is_empty"}
    view = {"object": "contract", "name": "未定", "filter": tree, "columns": ["title"]}
    assert alice.post("views", view).status == 201
    shared = alice.post(f"{at}/shares", {"user": str(charlie.id)})
    assert shared.status == 200, shared
    assert charlie.get(at).json["title"] == "年度合同"
    version = alice.get(at).version
    assert alice.delete(at, version=version).status == 204
    assert [one["id"] for one in alice.get("trash").json["rows"]] == [made]
    assert alice.post(f"{at}/restore").status == 200


@pytest.mark.usefixtures("contract")
def test_a_record_is_opened_by_what_it_points_at(
    admin: ApiClient, alice: ApiClient, charlie: ApiClient
) -> None:
    company = charlie.post("records/company", {"name": "海川"}).json["id"]
    made = make(admin, "contract", "年度合同", company=company)
    assert (
        admin.patch(f"records/contract/{made}", {"owner": str(alice.id)}, version=1).status == 200
    )
    assert charlie.get(f"records/contract/{made}").status == 404
    follows = {"contract": ["custom.company"]}
    assert set_rights(admin, "member", follows=follows).status == 200
    assert charlie.get(f"records/contract/{made}").json["title"] == "年度合同"
    assert [row["id"] for row in charlie.get("records/contract").json["rows"]] == [made]


@pytest.mark.usefixtures("contract")
def test_a_token_reaches_it_by_its_scope(admin: ApiClient) -> None:
    made = make(admin, "contract", "年度合同")
    answer = admin.post("auth/tokens", {"name": "t", "scopes": ["contract:view"]})
    assert answer.status == 201, answer
    program = ApiClient(token=answer.json["token"])
    assert program.get(f"records/contract/{made}").json["title"] == "年度合同"
    assert program.patch(f"records/contract/{made}", {"title": "改"}, version=1).status == 403
    assert program.get("records/company").status == 403


def test_records_may_be_called_by_a_number_the_house_gives(
    admin: ApiClient, alice: ApiClient
) -> None:
    year = now().year
    make_object(admin, series="HT-{year}-{n:04}")
    meta = next(one for one in alice.get("meta").json["objects"] if one["key"] == "contract")
    title = next(one for one in meta["fields"] if one["key"] == "title")
    assert (title["kind"], title["readonly"], title["required"]) == ("auto_number", True, False)
    assert "title" not in meta["quick"]
    made = [alice.post("records/contract", {}).json for _ in range(2)]
    assert [one["title"] for one in made] == [f"HT-{year}-0001", f"HT-{year}-0002"]
    refused = alice.post("records/contract", {"title": "HT-1"})
    assert refused.problem["errors"][0]["loc"] == ["title"]
    assert set_rights(admin, "member", objects={"contract": {"import": "all"}}).status == 200
    field = {"key": "remark", "kind": "text", "label": {"en": "Remark", "zh": "备注"}}
    assert admin.post("objects/contract/fields", field).status == 201
    assert counts(imported(alice, "备注\n甲\n乙\n", "contract")) == {"created": 2}
    rows = alice.get("records/contract", query={"sort": "title"}).json["rows"]
    assert [row["title"] for row in rows] == [f"HT-{year}-000{n}" for n in range(1, 5)]
    found = alice.get("search", query={"q": f"HT-{year}-0003"}).json["groups"]
    assert found[0]["items"][0]["title"] == f"HT-{year}-0003"
    assert admin.patch("objects/contract", {"series": ""}).status == 200
    assert alice.post("records/contract", {"title": "手写"}).json["title"] == "手写"
    wrong = admin.patch("objects/contract", {"series": "HT"})
    assert (wrong.status, wrong.problem["errors"][0]["loc"]) == (422, ["series"])


@pytest.mark.usefixtures("two")
def test_objects_of_one_table_are_each_seen_by_their_own_rights(
    admin: ApiClient, alice: ApiClient, bob: ApiClient, charlie: ApiClient
) -> None:
    make_object(admin, key="car", label={"en": "Car", "zh": "车辆"}, plural="Cars")
    company = alice.post("records/company", {"name": "海川"}).json["id"]
    made = {}
    for key in ("contract", "site", "car"):
        made[key] = make(alice, key, f"海川 {key}")
        tied = alice.post(f"records/company/{company}/links", {"target": made[key], "kind": "see"})
        assert tied.status == 200, tied
    assert set_rights(admin, "member", objects={"site": {"view": "own"}}).status == 200

    def found(client: ApiClient) -> set[str]:
        groups = client.get("search", query={"q": "海川"}).json["groups"]
        return {group["object"] for group in groups} - {"company"}

    def linked(client: ApiClient) -> set[str]:
        return {one["object"] for one in client.get(f"records/company/{company}/links").json}

    assert found(alice) == linked(alice) == {"contract", "site", "car"}
    assert found(bob) == linked(bob) == {"contract", "car"}
    assert found(charlie) == set()
    version = alice.get(f"records/car/{made['car']}").version
    assert alice.delete(f"records/car/{made['car']}", version=version).status == 204
    assert found(bob) == linked(bob) == {"contract"}


@pytest.mark.usefixtures("two")
def test_every_question_about_the_shared_table_says_whose_rows_it_means(
    alice: ApiClient, bob: ApiClient
) -> None:
    company = alice.post("records/company", {"name": "海川"}).json["id"]
    made = make(alice, "contract", "海川合同", company=company)
    at = f"records/contract/{made}"
    having = {"related": "contract.company", "having": {"count": {"gte": 1}}}
    grouped = {"group": [{"field": "custom.status"}], "measures": [{"fn": "count"}]}
    with CaptureQueriesContext(connection) as captured:
        for person in (alice, bob):
            for path in (
                at,
                f"{at}/history",
                f"{at}/timeline",
                f"{at}/links",
                f"{at}/seers",
                "trash",
            ):
                person.get(path)
            person.get("records/contract", query={"count": "exact", "sort": "title"})
            person.get(f"records/company/{company}/related/contract.company")
            person.get("records/company", query={"filter": having, "count": "exact"})
            person.get("records/activity")
            person.get("search", query={"q": "海川"})
            person.post("records/contract/aggregate", grouped)
            person.post("records/contract/alike", {"title": "海川合同"})
            person.post("records/contract/bulk", {"ids": [made], "set": {"owner": None}})
        alice.patch(at, {"title": "海川协议"}, version=alice.get(at).version)
    asked = [query["sql"] or "" for query in captured.captured_queries]
    questions = [sql for sql in asked if "records_customrecord" in sql and "SELECT" in sql]
    named = re.compile(r'(?:FROM|JOIN) "?records_customrecord"?')
    said = re.compile(r'object_key"? = ')
    assert len(questions) > 20
    assert [sql for sql in questions if len(named.findall(sql)) > len(said.findall(sql))] == []


@pytest.mark.usefixtures("contract")
def test_people_and_records_of_own_fields_are_told_by_name_everywhere(
    admin: ApiClient, alice: ApiClient, bob: ApiClient
) -> None:
    signer = {"key": "signer", "kind": "person", "label": {"en": "Signer", "zh": "签订人"}}
    assert admin.post("objects/contract/fields", signer).status == 201
    company = alice.post("records/company", {"name": "海川"}).json["id"]
    made = make(alice, "contract", "年度合同", company=company, signer=str(bob.id))
    row = alice.get(f"records/contract/{made}").json
    assert row["custom"]["signer"] == {"id": str(bob.id), "title": "Bob"}
    mine = {"filter": {"field": "custom.signer", "op": "eq", "value": "me"}}
    assert [one["id"] for one in bob.get("records/contract", query=mine).json["rows"]] == [made]
    assert alice.get("records/contract", query=mine).json["rows"] == []
    counted = alice.post("records/contract/aggregate", {"group": [{"field": "custom.signer"}]})
    assert counted.json["rows"][0]["group"][0]["title"] == "Bob"
    (first,) = alice.get(f"records/contract/{made}/history").json["items"]
    told = {one["field"]: one["after"] for one in first["data"]["fields"]}
    assert told["custom.signer"] == {"id": str(bob.id), "title": "Bob"}
    assert told["custom.company"]["title"] == "海川"
    having = {
        "related": "contract.company",
        "having": {"sum": {"field": "custom.amount", "gte": 5000}},
    }
    spoken = alice.post("filters/describe", {"object": "company", "filter": having}).json
    assert spoken["zh"] == "合同的金额合计 ≥ ¥5,000"
    nobody = {"title": "x", "custom": {"signer": company}}
    assert alice.post("records/contract", nobody).problem["errors"][0]["loc"] == [
        "custom",
        "signer",
    ]
