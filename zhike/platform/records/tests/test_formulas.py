"""Formula fields: worked out from other fields, right at every moment, shown to nobody who may not see what they read."""

from typing import Any

import pytest

from tests.cast import Answer, ApiClient, set_rights

LABEL = {"en": "Net", "zh": "净额"}


def add(client: ApiClient, key: str, kind: str, object: str = "contact", **settings: Any) -> Answer:
    """Make a field."""
    body = {"key": key, "kind": kind, "label": LABEL, "settings": settings}
    return client.post(f"objects/{object}/fields", body)


def formula(client: ApiClient, expression: str, key: str = "f", **settings: Any) -> Answer:
    """Make a formula field of contacts."""
    return add(client, key, "formula", expression=expression, **settings)


def values(client: ApiClient, key: str = "f", **query: Any) -> dict[str, Any]:
    """What a formula gives, by name."""
    asked = {"fields": f"name,custom.{key}", **query}
    answer = client.get("records/contact", query=asked)
    assert answer.status == 200, answer
    return {row["title"]: row["custom"][key] for row in answer.json["rows"]}


@pytest.fixture
def sellers(admin: ApiClient) -> ApiClient:
    """Contacts with a price and a discount, one without."""
    for key, kind in {"price": "money", "off": "percent", "score": "number"}.items():
        assert add(admin, key, kind).status == 201
    firm = admin.post("records/company", {"name": "Acme", "industry": "technology"}).json
    people = [
        {"name": "Ann", "company": firm["id"], "custom": {"price": "100.00 CNY", "off": 12.5}},
        {"name": "Ben", "custom": {"price": "0.10 CNY", "off": 0, "score": 3}},
        {"name": "Cem", "custom": {}},
    ]
    for person in people:
        made = admin.post("records/contact", person)
        assert made.status == 201, made
    return admin


def test_a_formula_is_a_field_of_the_kind_it_gives(sellers: ApiClient) -> None:
    made = formula(sellers, "custom.price * (1 - custom.off)")
    assert made.status == 201, made
    assert (made.json["kind"], made.json["computed"]) == ("money", "formula")
    assert (made.json["readonly"], made.json["sortable"], made.json["filterable"]) == (True,) * 3
    given = {
        "Ann": {"amount": "87.50", "currency": "CNY"},
        "Ben": {"amount": "0.10", "currency": "CNY"},
    }
    assert values(sellers) == {**given, "Cem": None}
    over = {"field": "custom.f", "op": "gte", "value": 50}
    assert list(values(sellers, filter=over)) == ["Ann"]
    assert list(values(sellers, sort="-custom.f")) == ["Ann", "Ben", "Cem"]
    total = sellers.post(
        "records/contact/aggregate", {"measures": [{"fn": "sum", "field": "custom.f"}]}
    )
    assert total.json["rows"][0]["measures"] == [87.6]


def test_a_formula_follows_what_it_reads_at_once(sellers: ApiClient) -> None:
    made = formula(
        sellers, 'IF(company.industry = "technology", "tech", "other") & ": " & UPPER(name)'
    )
    assert made.status == 201, made
    assert values(sellers)["Ann"] == "tech: ANN"
    firm = sellers.get("records/company").json["rows"][0]
    one = sellers.get(f"records/company/{firm['id']}")
    changed = sellers.patch(
        f"records/company/{firm['id']}", {"industry": "finance"}, version=one.version
    )
    assert changed.status == 200, changed
    assert values(sellers)["Ann"] == "other: ANN"
    edited = sellers.patch("objects/contact/fields/f", {"settings": {"expression": "LEN(name)"}})
    assert (edited.status, edited.json["kind"]) == (200, "number")
    assert values(sellers) == {"Ann": 3, "Ben": 3, "Cem": 3}


def test_nobody_enters_a_formula(sellers: ApiClient) -> None:
    assert formula(sellers, "custom.score + 1").status == 201
    refused = sellers.post("records/contact", {"name": "Dan", "custom": {"f": 5}})
    assert (refused.status, refused.problem["errors"][0]["code"]) == (422, "read-only")
    assert values(sellers) == {"Ann": None, "Ben": 4, "Cem": None}


def test_formulas_read_formulas_but_never_themselves(sellers: ApiClient) -> None:
    assert formula(sellers, "custom.score + 1", "a").status == 201
    assert formula(sellers, "custom.a * 2", "b").status == 201
    assert values(sellers, "b")["Ben"] == 8
    itself = sellers.patch("objects/contact/fields/a", {"settings": {"expression": "custom.b"}})
    assert (itself.status, itself.problem["errors"][0]["code"]) == (422, "reads-itself")
    direct = formula(sellers, "custom.c + 1", "c")
    assert (direct.status, direct.problem["errors"][0]["code"]) == (422, "reads-itself")
    gone = sellers.delete("objects/contact/fields/score")
    assert (gone.status, gone.problem["errors"][0]["code"]) == (422, "read-by-formulas")
    other = sellers.patch("objects/contact/fields/a", {"settings": {"expression": '"x"'}})
    assert (other.status, other.problem["errors"][0]["code"]) == (422, "read-by-formulas")
    assert values(sellers, "b")["Ben"] == 8


def test_a_chain_of_formulas_has_an_end(sellers: ApiClient) -> None:
    assert formula(sellers, "custom.score", "f1").status == 201
    for step in range(2, 6):
        assert formula(sellers, f"custom.f{step - 1} + 1", f"f{step}").status == 201
    refused = formula(sellers, "custom.f5 + 1", "f6")
    assert (refused.status, refused.problem["errors"][0]["code"]) == (422, "chain-too-long")
    assert values(sellers, "f5")["Ben"] == 7


def test_formulas_that_grow_by_reading_one_another_are_refused(sellers: ApiClient) -> None:
    assert formula(sellers, "+".join(["custom.score"] * 90), "f1").status == 201
    assert formula(sellers, "+".join(["custom.f1"] * 5), "f2").status == 201
    refused = formula(sellers, "custom.f2 + custom.f2", "f3")
    assert (refused.status, refused.problem["errors"][0]["code"]) == (422, "formula-too-large")


def test_who_may_not_see_a_field_sees_no_formula_over_it(
    sellers: ApiClient, alice: ApiClient, bob: ApiClient, charlie: ApiClient
) -> None:
    salary = {"key": "salary", "kind": "number", "label": LABEL, "field_class": "sensitive"}
    assert sellers.post("objects/contact/fields", salary).status == 201
    row = alice.post("records/contact", {"name": "Eve", "custom": {"salary": 4711}}).json
    assert formula(sellers, "custom.salary * 2", "twice").status == 201
    assert formula(sellers, "custom.twice + 1", "more").status == 201
    assert values(bob, "more")["Eve"] == 9423
    for access in ("hidden", "masked"):
        assert set_rights(sellers, "member", classes={"sensitive": access}).status == 200
        whole = bob.get(f"records/contact/{row['id']}")
        assert b"942" not in whole.text
        for path in ("custom.twice", "custom.more"):
            for query in (
                {"fields": path},
                {"sort": path},
                {"filter": {"field": path, "op": "gte", "value": 1}},
            ):
                assert bob.get("records/contact", query=query).status in {400, 422}
        assert not any(
            one["key"] in {"custom.twice", "custom.more"}
            for one in bob.get("objects/contact/fields").json
        )
    assert set_rights(sellers, "member", classes={"sensitive": "view"}).status == 200
    assert values(bob, "more")["Eve"] == 9423
    assert set_rights(sellers, "member", classes={"sensitive": "masked"}).status == 200
    own = {"field_class": "sensitive", "settings": {"expression": "LEN(name)"}}
    assert sellers.patch("objects/contact/fields/more", own).status == 200
    assert bob.get("records/contact", query={"fields": "custom.more"}).status == 400
    assert values(sellers, "more")["Eve"] == 3
    assert charlie.get(f"records/contact/{row['id']}").status == 404


def test_a_record_nobody_showed_counts_as_blank(
    admin: ApiClient, alice: ApiClient, charlie: ApiClient
) -> None:
    firm = alice.post("records/company", {"name": "CANARY"}).json
    person = alice.post("records/contact", {"name": "Eve", "company": firm["id"]}).json
    assert formula(admin, 'COALESCE(company.name, "nothing")').status == 201
    assert values(alice)["Eve"] == "CANARY"
    shared = alice.post(
        f"records/contact/{person['id']}/shares", {"user": str(charlie.id), "access": "view"}
    )
    assert shared.status in {200, 201}, shared
    assert values(charlie) == {"Eve": "nothing"}


def test_blank_division_by_zero_and_what_is_too_large(sellers: ApiClient) -> None:
    cases = {
        "custom.score / 0": {"Ann": None, "Ben": None, "Cem": None},
        "MOD(custom.score, 0)": {"Ann": None, "Ben": None, "Cem": None},
        "custom.score / 2": {"Ann": None, "Ben": 1.5, "Cem": None},
        "custom.score * 999999999999999": {"Ann": None, "Ben": None, "Cem": None},
        "IF(custom.score > 1, 1, 0)": {"Ann": 0, "Ben": 1, "Cem": 0},
        "IF(custom.score = custom.off, 1, 0)": {"Ann": 0, "Ben": 0, "Cem": 1},
        "LEN(CONCAT(custom.score, name))": {"Ann": 3, "Ben": 4, "Cem": 3},
        "YEAR(ADD_DAYS(DATE(9999, 12, 31), custom.score))": {"Ann": None, "Ben": None, "Cem": None},
        "DAY(DATE(2026, 2, 29 - COALESCE(custom.score, 0)))": {"Ann": None, "Ben": 26, "Cem": None},
        "MONTH(ADD_MONTHS(DATE(2026, 1, 31), custom.score))": {"Ann": None, "Ben": 4, "Cem": None},
    }
    for expression, expected in cases.items():
        assert formula(sellers, expression).status == 201, expression
        assert values(sellers) == expected, expression
        assert sellers.delete("objects/contact/fields/f").status == 204


def test_trying_a_formula_shows_real_records_and_keeps_nothing(
    sellers: ApiClient, manager: ApiClient
) -> None:
    body = {"expression": "LEN(name) + custom.score", "places": 0}
    tried = sellers.post("objects/contact/formula", body)
    assert tried.status == 200, tried
    assert tried.json["field"]["kind"] == "number"
    assert [(one["title"], one["value"]) for one in tried.json["preview"]] == [
        ("Cem", None),
        ("Ben", 6),
        ("Ann", None),
    ]
    assert not any(one["computed"] for one in sellers.get("objects/contact/fields").json)
    assert manager.post("objects/contact/formula", body).status == 403
    names = [one["name"] for one in sellers.get("formula-functions").json]
    assert {"IF", "CASE", "COALESCE", "ADD_MONTHS"} <= set(names)


def test_an_error_points_at_its_place_and_lists_what_there_is(sellers: ApiClient) -> None:
    refused = formula(sellers, "1 + custom.prise")
    error = refused.problem["errors"][0]
    assert (refused.status, error["code"], error["loc"]) == (
        422,
        "unknown-field",
        ["settings", "expression"],
    )
    assert (error["data"]["at"], error["data"]["until"]) == (4, 16)
    assert "custom.price" in error["message"]
    tried = sellers.post("objects/contact/formula", {"expression": "1 + custom.prise"})
    assert (tried.status, tried.json["field"], tried.json["preview"]) == (200, None, [])
    assert tried.json["problem"] == {
        "code": "unknown-field",
        "message": error["message"],
        "at": 4,
        "until": 16,
    }
    assert sellers.post("objects/contact/formula", {"expression": "1" * 20_001}).status == 422
