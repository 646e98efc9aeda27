"""Errors say what to do in the reader's language, and SQL pieces never take a name from outside."""

import pytest

from zhike.kit.errors import Problem, TooManyRequests, ValidationFailed
from zhike.kit.ids import new_id
from zhike.kit.language import Text, language_of, text_of
from zhike.kit.sql import Sql, ident, param


def test_a_message_is_filled_in_both_languages() -> None:
    error = TooManyRequests(seconds=8)
    assert error.message("en") == "Too many attempts. Wait 8 s and try again."
    assert error.message("zh-CN") == "尝试过于频繁，请 8 秒后再试。"


def test_a_value_with_braces_is_shown_and_not_interpreted() -> None:
    problem = Problem(
        ("email",), "bad", Text("{value} is bad.", "{value} 无效。"), {"value": "{x.y}"}
    )
    assert problem.message("en") == "{x.y} is bad."
    assert str(ValidationFailed(problems=[problem])) == "validation-failed: email: {x.y} is bad."


@pytest.mark.parametrize("name", ["", "a b", 'a"b', "Ä", "1a", "a;--", "a\n", "a" * 64, "A"])
def test_names_that_are_not_identifiers_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not an identifier"):
        ident(name)


def test_pieces_keep_their_parameters_in_order() -> None:
    piece = (
        Sql("a = ") + param(1) + Sql(" AND ") + Sql.join(" OR ", [param(2), ident("b")]).wrapped()
    )
    assert piece == Sql('a = %s AND (%s OR "b")', (1, 2))


def test_ids_rise() -> None:
    ids = [new_id() for _ in range(1000)]
    assert ids == sorted(ids)
    assert ids[0].version == 7


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh-CN"),
        ("en-GB,en;q=0.9", "en"),
        ("fr,zh;q=0.8", "zh-CN"),
        ("fr", "zh-CN"),
    ],
)
def test_the_language_of_a_header(header: str | None, language: str) -> None:
    assert language_of(header) == language


def test_a_pair_becomes_a_text() -> None:
    assert text_of(("Contract", "合同")) == Text("Contract", "合同")
