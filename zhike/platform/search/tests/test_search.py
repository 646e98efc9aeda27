"""One box finds a person by any way of writing them, and nobody by what the reader may not see."""

import pytest

from tests.cast import ApiClient
from zhike.platform.search import queries
from zhike.platform.search.reindex_actions import reindex

PEOPLE = [
    {
        "name": "张伟",
        "phone": "13800136021",
        "email": "weizhang@haichuan.example",
        "job_title": "采购总监",
    },
    {"name": "张伟伟", "phone": "13911112222"},
    {"name": "欧阳慧敏", "email": "huimin.ouyang@example.com", "tags": ["VIP客户"]},
    {"name": "Anna Fischer", "email": "anna@fischer-soehne.example"},
    {"name": "O'Brien-Smith", "phone": "+4930901820"},
]


@pytest.fixture(params=[queries.COMMON, -1], ids=["rare", "common"], autouse=True)
def how_common(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every word is looked for in both ways: in the index alone, and among the latest records first."""
    monkeypatch.setattr(queries, "COMMON", request.param)


@pytest.fixture
def people(alice: ApiClient) -> ApiClient:
    """Alice with five people and a company."""
    for person in PEOPLE:
        assert alice.post("records/contact", person).status == 201
    assert (
        alice.post("records/company", {"name": "青岛海川精密", "domain": "haichuan.example"}).status
        == 201
    )
    return alice


def found(client: ApiClient, text: str, object_key: str = "contact") -> list[str]:
    """Titles in the group of an object, best first."""
    answer = client.get("search", query={"q": text})
    assert answer.status == 200, answer
    return [
        item["title"]
        for group in answer.json["groups"]
        if group["object"] == object_key
        for item in group["items"]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "张伟",
        "zhangwei",
        "zhangw",
        "zw",
        "ZW",
        "zhang wei",
        "13800136021",
        "138 0013 6021",
        "+86 138 0013 6021",
        "6021",
        "weizhang",
        "weizhang@haichuan.example",
        "采购",
    ],
)
def test_every_way_of_writing_finds_the_person_first(people: ApiClient, text: str) -> None:
    assert found(people, text)[0] == "张伟"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("欧阳", "欧阳慧敏"),
        ("oyhm", "欧阳慧敏"),
        ("ouyang", "欧阳慧敏"),
        ("huimin", "欧阳慧敏"),
        ("vip", "欧阳慧敏"),
        ("fischer", "Anna Fischer"),
        ("anna fi", "Anna Fischer"),
        ("o'brien", "O'Brien-Smith"),
        ("smith", "O'Brien-Smith"),
        ("+49 30 901820", "O'Brien-Smith"),
    ],
)
def test_others_are_found_too(people: ApiClient, text: str, title: str) -> None:
    assert found(people, text) == [title]


def test_objects_are_grouped(people: ApiClient) -> None:
    assert found(people, "haichuan", "company") == ["青岛海川精密"]
    assert found(people, "hcjm", "company") == ["青岛海川精密"]
    assert found(people, "haichuan") == ["张伟"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "'",
        "&|!",
        "''::tsquery",
        "a:*b\\",
        "%",
        "\u200b",
        "' OR 1=1 --",
        "x" * 200,
        "🙂",
        "\t\n",
    ],
)
def test_odd_input_is_an_answer(people: ApiClient, text: str) -> None:
    assert people.get("search", query={"q": text}).status == 200


def test_what_is_too_long_or_unknown_is_refused(people: ApiClient) -> None:
    assert people.get("search", query={"q": "x" * 201}).status == 422
    refused = people.get("search", query={"q": "x", "object": "pg_user"})
    assert (refused.status, refused.problem["code"]) == (404, "unknown-object")


def test_nobody_finds_what_they_may_not_see(
    people: ApiClient, bob: ApiClient, charlie: ApiClient
) -> None:
    assert found(bob, "zhangwei")[0] == "张伟"
    assert charlie.get("search", query={"q": "zhangwei"}).json == {"groups": []}


def test_a_change_is_found_at_once_and_a_deletion_not_any_more(people: ApiClient) -> None:
    made = people.post("records/contact", {"name": "Quentin"})
    path = f"records/contact/{made.json['id']}"
    changed = people.patch(path, {"name": "Peregrin"}, version=made.version)
    assert (found(people, "quentin"), found(people, "peregr")) == ([], ["Peregrin"])
    people.delete(path, version=changed.version)
    assert found(people, "peregrin") == []


def test_the_subtitle_tells_people_of_one_name_apart_in_the_readers_language(
    alice: ApiClient,
) -> None:
    company = alice.post("records/company", {"name": "Acme", "industry": "finance"}).json["id"]
    alice.post("records/contact", {"name": "Mia", "company": company, "job_title": "CFO"})
    item = alice.get("search", query={"q": "mia"}).json["groups"][0]["items"][0]
    assert item["subtitle"] == "Acme · CFO"
    item = alice.get("search", query={"q": "acme"}).json["groups"][0]["items"][0]
    assert item["subtitle"] == "Finance"


def test_entries_can_be_made_again(people: ApiClient) -> None:
    before = {text: found(people, text) for text in ("zw", "ouyang", "anna")}
    assert reindex("contact") == len(PEOPLE)
    assert {text: found(people, text) for text in before} == before


def test_a_common_word_shows_the_latest_and_misses_none_that_fit_the_list(
    people: ApiClient, reader: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "COMMON", -1)
    monkeypatch.setattr(queries, "LATEST", 2)
    for number in range(4):
        people.post("records/contact", {"name": f"n{number}", "job_title": "Buyer"})
    assert found(people, "buyer") == ["n0", "n1", "n2", "n3"]  # fewer than asked for: all of them
    for client in (people, reader):
        answer = client.get("search", query={"q": "buyer", "limit": "2"}).json["groups"]
        assert [[item["title"] for item in group["items"]] for group in answer] == [["n2", "n3"]]


def test_a_common_word_finds_nothing_out_of_sight(
    people: ApiClient, charlie: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "COMMON", -1)
    charlie.post("records/contact", {"name": "Anna of the West"})
    assert found(charlie, "anna") == ["Anna of the West"]
    assert found(people, "anna") == ["Anna Fischer"]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("anna f", ["Anna Fischer"]),
        ("anna x", []),
        ("f anna", ["Anna Fischer"]),
        ("z w", ["张伟", "张伟伟"]),
    ],
)
def test_a_single_letter_beside_a_word_still_counts(
    people: ApiClient, text: str, titles: list[str]
) -> None:
    assert sorted(found(people, text)) == sorted(titles)


def test_a_whole_name_comes_before_longer_ones_and_people_before_companies(
    alice: ApiClient,
) -> None:
    for name in ("张卫东", "张伟业", "张伟"):
        alice.post("records/contact", {"name": name})
    for name in ("中维科技", "张伟商行"):
        alice.post("records/company", {"name": name})
    assert found(alice, "zhangwei")[0] == "张伟"
    assert found(alice, "zhang wei")[0] == "张伟"
    for text in ("zw", "zhangwei", "张伟"):
        groups = alice.get("search", query={"q": text}).json["groups"]
        assert groups[0]["object"] == "contact", text
        assert groups[0]["items"][0]["title"] == "张伟", text
