"""The database and plain Python give the same for any formula over any records."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import ApiClient
from zhike.platform.metadata.formula.syntax import parse
from zhike.platform.records.tests.formula_reference import evaluate, rounded

LEVELS = ["A", "B", "C"]
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "score": ("number", {"places": 6}),
    "price": ("money", {}),
    "off": ("percent", {"places": 2}),
    "vip": ("boolean", {}),
    "day": ("date", {}),
    "note": ("text", {}),
    "level": (
        "choice",
        {"options": [{"key": key, "label": {"en": key, "zh": key}} for key in LEVELS]},
    ),
}
PLACES = 6


def fields(*keys: str) -> st.SearchStrategy[str]:
    return st.sampled_from([f"custom.{key}" for key in keys])


def call(name: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(lambda said: f"{name}({', '.join(said)})")


def several(name: str, part: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(part, min_size=1, max_size=3).map(lambda said: f"{name}({', '.join(said)})")


def infix(part: st.SearchStrategy[str], *operators: str) -> st.SearchStrategy[str]:
    return st.tuples(part, st.sampled_from(operators), part).map(lambda one: f"({' '.join(one)})")


numerals = st.sampled_from(
    ["0", "1", "2", "3", "7", "12", "0.5", "2.25", "1000000", "999999999999999"]
)
quoted = st.text(st.sampled_from("ab A张伟'-%_\\1"), max_size=6).map(lambda text: f'"{text}"')


def numbers(deep: int) -> st.SearchStrategy[str]:
    leaf = numerals | fields("score", "off")
    if deep == 0:
        return leaf
    number, text, day = numbers(deep - 1), texts(deep - 1), days(deep - 1)
    return st.one_of(
        leaf,
        infix(number, "+", "-", "*", "/"),
        number.map(lambda one: f"-{one}"),
        *(call(name, number) for name in ("FLOOR", "CEILING", "ABS", "ROUND")),
        call("ROUND", number, st.sampled_from(["0", "2", "6"])),
        call("MOD", number, number),
        several("MIN", number),
        several("MAX", number),
        several("COALESCE", number),
        call("LEN", text),
        *(call(name, day) for name in ("YEAR", "MONTH", "DAY", "WEEKDAY")),
        call("DAYS_BETWEEN", day, day),
        call("IF", truths(deep - 1), number, number),
        call("CASE", fields("level"), st.just('"A"'), number, st.just('"B"'), number, number),
    )


def amounts(deep: int) -> st.SearchStrategy[str]:
    leaf = fields("price")
    if deep == 0:
        return leaf
    return st.one_of(
        st.tuples(amounts(deep - 1), numbers(deep - 1)).map(lambda two: f"({two[0]} * {two[1]})"),
        infix(amounts(deep - 1), "+", "-"),
        call("IF", truths(deep - 1), amounts(deep - 1)),
    )


def texts(deep: int) -> st.SearchStrategy[str]:
    leaf = quoted | fields("note") | st.just("CONCAT(custom.level)")
    if deep == 0:
        return leaf
    text, number = texts(deep - 1), numbers(deep - 1)
    return st.one_of(
        leaf,
        infix(text | number | days(deep - 1), "&"),
        several("CONCAT", text | number),
        call("LEFT", text, number),
        call("RIGHT", text, number),
        call("MID", text, number, number),
        *(call(name, text) for name in ("UPPER", "LOWER", "TRIM")),
        call("REPLACE", text, text, text),
        several("COALESCE", text),
        call("IF", truths(deep - 1), text),
    )


def days(deep: int) -> st.SearchStrategy[str]:
    leaf = fields("day")
    if deep == 0:
        return leaf
    number = numbers(deep - 1)
    return st.one_of(
        leaf,
        call("DATE", number, number, number),
        call("DATE", st.just("2026"), st.sampled_from(["1", "2", "12"]), st.just("29")),
        call("ADD_DAYS", days(deep - 1), number),
        call("ADD_MONTHS", days(deep - 1), number),
        several("MAX", days(deep - 1)),
    )


def truths(deep: int) -> st.SearchStrategy[str]:
    leaf = st.sampled_from(["TRUE", "FALSE", "custom.vip", '(custom.level = "B")'])
    if deep == 0:
        return leaf
    return st.one_of(
        leaf,
        infix(numbers(deep - 1), "=", "<>", "<", "<=", ">", ">="),
        infix(days(deep - 1), "=", "<", ">="),
        infix(texts(deep - 1), "=", "<>"),
        infix(truths(deep - 1), "AND", "OR", "="),
        truths(deep - 1).map(lambda one: f"(NOT {one})"),
        call("CONTAINS", texts(deep - 1), texts(deep - 1)),
        call("ISBLANK", texts(deep - 1) | numbers(deep - 1)),
    )


ANY = st.one_of(numbers(3), amounts(2), texts(3), days(3), truths(3)).filter(
    lambda text: len(text) < 1_500
)
PERSON = st.fixed_dictionaries(
    {
        "score": st.none() | st.integers(-20, 20) | st.sampled_from([0.5, -2.25, 999999.123456]),
        "price": st.none() | st.sampled_from(["0.00", "99.95", "-3.10", "1250000.00"]),
        "off": st.none() | st.sampled_from([0, 12.5, 100, -5]),
        "vip": st.none() | st.booleans(),
        "day": st.none()
        | st.sampled_from(["2024-02-29", "2026-12-31", "0001-01-01", "9999-12-31"]),
        "note": st.none() | st.sampled_from(["Ab 张", "a", "%_\\", "A" * 190, "x  y"]),
        "level": st.none() | st.sampled_from(LEVELS),
    }
)


def as_row(custom: dict[str, Any]) -> dict[str, Any]:
    """The values as formulas count them."""

    def one(key: str, value: Any) -> Any:
        if key == "vip":
            return bool(value)
        match key, value:
            case _, None:
                return None
            case "score" | "price", _:
                return Decimal(str(value))
            case "off", _:
                return Decimal(str(value)) / 100
            case "day", _:
                return date.fromisoformat(value)
        return value

    return {f"custom.{key}": one(key, value) for key, value in custom.items()}


def shown(value: Any, kind: str) -> Any:
    """A value of the reference as the API shows one of this kind."""
    if isinstance(value, Decimal):
        value = rounded(value, 4 if kind == "money" else PLACES)
        return None if abs(value) >= 10**15 else value
    return value.isoformat() if isinstance(value, date) else value


def said(value: Any) -> Any:
    """A value of the API, numbers exact."""
    if isinstance(value, dict):
        return Decimal(value["amount"])
    return (
        Decimal(str(value))
        if isinstance(value, int | float) and not isinstance(value, bool)
        else value
    )


@pytest.fixture
def three(admin: ApiClient) -> ApiClient:
    """Three contacts with fields of every type."""
    for key, (kind, chosen) in KINDS.items():
        body = {"key": key, "kind": kind, "label": {"en": key, "zh": key}, "settings": chosen}
        assert admin.post("objects/contact/fields", body).status == 201
    for name in ("0", "1", "2"):
        assert admin.post("records/contact", {"name": name}).status == 201
    return admin


def agree(client: ApiClient, people: list[dict[str, Any]], expressions: list[str]) -> None:
    """Give the contacts these values, try the formulas, and compare."""
    rows = {row["title"]: row for row in client.get("records/contact").json["rows"]}
    for name, custom in enumerate(people):
        row = rows[str(name)]
        price = custom["price"] and f"{custom['price']} CNY"
        path = f"records/contact/{row['id']}"
        changed = client.patch(path, {"custom": {**custom, "price": price}}, version=row["version"])
        assert changed.status == 200, changed
    for expression in expressions:
        tree = parse(expression)
        tried = client.post("objects/contact/formula", {"expression": expression, "places": PLACES})
        assert tried.status == 200, (expression, tried)
        assert tried.json["problem"] is None, (expression, tried.json["problem"])
        kind = tried.json["field"]["kind"]
        for one in tried.json["preview"]:
            expected = shown(evaluate(tree, as_row(people[int(one["title"])])), kind)
            found = said(one["value"])
            if isinstance(expected, Decimal) and abs(expected) > 10**9:
                # Readers of JSON keep seventeen digits.
                expected, found = round(expected / 10**9, 6), round(found / 10**9, 6)
            assert found == expected, (expression, one)


EXAMPLES = st.tuples(
    st.lists(PERSON, min_size=3, max_size=3), st.lists(ANY, min_size=1, max_size=6)
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(example=EXAMPLES)
def test_the_database_means_what_python_says(
    three: ApiClient, example: tuple[list[dict[str, Any]], list[str]]
) -> None:
    agree(three, *example)
