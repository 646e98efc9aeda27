"""What people and attackers write into a formula box: refused with a place and a sentence, quickly, and nothing is made."""

import time

import pytest

from tests.cast import ApiClient
from zhike.platform.metadata.formula.functions import FUNCTIONS

QUICK = 0.1
"""Seconds in which a refusal must be there."""

SHAPES = {
    "": "formula-missing",
    "   ": "formula-missing",
    "1 +": "value-expected",
    "* 2": "value-expected",
    "(1": "not-closed",
    "1)": "operator-expected",
    "1 2": "operator-expected",
    "name name": "operator-expected",
    "1 < 2 < 3": "chained",
    '"open': "open-quote",
    "name; DROP TABLE x": "unknown-character",
    "name -- x": "unknown-field",
    "1 @ 2": "unknown-character",
    "{{name}}": "unknown-character",
    "lambda: 1": "unknown-character",
    "9**9**9": "value-expected",
    "1e999": "operator-expected",
    "9999999999999999": "number-too-large",
    "0.00000000001": "number-too-large",
    "name = \x00": "unknown-character",
}
NAMES = {
    "__class__": "unknown-field",
    "name.__class__.__mro__": "unknown-field",
    "os.system": "unknown-field",
    "custom.price->>'x'": "value-expected",
    "company.company.company.name": "unknown-field",
    "company.nothing": "unknown-field",
    "company": "unreadable-field",
    "owner": "unreadable-field",
    "tags": "unreadable-field",
    "search": "unknown-field",
    "deleted_at": "unknown-field",
    "id": "unknown-field",
    "__import__('os')": "unknown-function",
    "EVAL(1)": "unknown-function",
    "pg_sleep(10)": "unknown-function",
    "SUMM(1)": "unknown-function",
    "name()": "unknown-function",
}
TYPES = {
    "name + 1": "wrong-type",
    "-name": "wrong-type",
    "NOT 1": "wrong-type",
    "IF(1, 2, 3)": "wrong-type",
    'IF(TRUE, 1, "a")': "wrong-type",
    "name > 1": "wrong-type",
    "name AND TRUE": "wrong-type",
    "birth_date + 1": "days-are-added",
    "birth_date = created_at": "day-and-moment",
    'stage = "nonsense"': "unknown-option",
    "UPPER(1)": "wrong-type",
    "YEAR(name)": "wrong-type",
    "ROUND(1, name)": "bad-places",
    "ROUND(1, 99)": "bad-places",
    "DATE(2026, 1)": "wrong-count",
    "LEFT(name, name)": "wrong-type",
    "spent * spent": "amounts-multiplied",
    "1 / spent": "wrong-type",
    "CONCAT(TRUE)": "wrong-type",
    "MIN(name, name)": "wrong-type",
    "COALESCE(1, name)": "wrong-type",
}
BOMBS = {
    "a" * 2_001: "formula-too-long",
    "(" * 500 + "1" + ")" * 500: "formula-too-deep",
    "-" * 1_000 + "1": "formula-too-deep",
    "NOT " * 400 + "TRUE": "formula-too-deep",
    "IF(TRUE," * 200 + "1" + ")" * 200: "formula-too-deep",
    "+".join(["1"] * 900): "formula-too-large",
    "CONCAT(" + ",".join(["name"] * 150) + ")": "wrong-count",
    "CONCAT(" + ",".join(["name"] * 300) + ")": "formula-too-large",
    '"' * 1_999: "open-quote",
    "1" * 1_999: "number-too-large",
    "." * 1_999: "unknown-character",
}


@pytest.mark.parametrize(("expression", "code"), [*{**SHAPES, **NAMES, **TYPES, **BOMBS}.items()])
def test_what_is_no_formula_is_refused_at_once(
    admin: ApiClient, expression: str, code: str
) -> None:
    admin.get("meta")
    body = {
        "key": "f",
        "kind": "formula",
        "label": {"en": "F", "zh": "F"},
        "settings": {"expression": expression},
    }
    begun = time.perf_counter()
    refused = admin.post("objects/contact/fields", body)
    taken = time.perf_counter() - begun
    assert refused.status == 422, refused
    error = refused.problem["errors"][0]
    assert (error["code"], error["loc"]) == (code, ["settings", "expression"])
    if code != "formula-missing":
        assert 0 <= error["data"]["at"] < error["data"]["until"] <= max(len(expression), 1) + 1
    assert taken < QUICK
    assert not any(one["custom"] for one in admin.get("objects/contact/fields").json)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_refuses_too_few_and_too_many(admin: ApiClient, name: str) -> None:
    function = FUNCTIONS[name]
    for count in {function.least - 1, function.most + 1} - {-1}:
        expression = f"{name}({', '.join(['1'] * count)})"
        tried = admin.post("objects/contact/formula", {"expression": expression})
        assert tried.json["problem"]["code"] == "wrong-count"
        assert name in tried.json["problem"]["message"]


def test_only_administrators_write_formulas(
    alice: ApiClient, manager: ApiClient, guest: ApiClient
) -> None:
    for client, status in ((alice, 403), (manager, 403), (guest, 401)):
        assert client.post("objects/contact/formula", {"expression": "1"}).status == status
