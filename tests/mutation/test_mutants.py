"""The mutants themselves: what is changed, what is left alone, and that each is a program."""

import ast
from pathlib import Path
from typing import Any

from tests.mutation.exchange import exchanged
from tests.mutation.mutants import mutants
from tests.mutation.targets import ASKED, EQUAL, TARGETS, Target

PROJECT = Path(__file__).resolve().parents[2]
SOURCE = '''
"""A text for people."""
from typing import Literal
Scope = Literal["own", "all"]

def may(role: str, count: int = 3) -> bool:
    """Another."""
    policy.require("contact", "view")
    if role in known and not count:
        raise Forbidden(role)
    return [one for one in ROLES if one.key == role]
'''


def changes(path: Path, **options: frozenset[str]) -> list[str]:
    return [mutant.change for mutant in mutants(path, **options)]


def test_one_thing_is_changed_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "rights.py"
    path.write_text(SOURCE)
    assert changes(path) == [
        "may: 3 -> 4",
        "may: policy.require('contact', 'view') -> pass",
        "may: 'contact' -> 'XXcontact'",
        "may: 'view' -> 'XXview'",
        "may: if role in known and (not count) -> if not (role in known and (not count))",
        "may: role in known and (not count) -> role in known or not count",
        "may: role in known and (not count) -> not count",
        "may: role in known and (not count) -> role in known",
        "may: role in known -> role not in known",
        "may: not count -> count",
        "may: raise Forbidden(role) -> pass",
        "may: return [one for one in ROLES if one.key == role] -> return None",
        "may: [one for one in ROLES if one.key == role] -> [one for one in ROLES]",
        "may: one.key == role -> one.key != role",
    ]
    assert changes(path, only_calls=ASKED) == ["may: policy.require('contact', 'view') -> pass"]


def test_every_mutant_is_a_program_unlike_the_original() -> None:
    path = PROJECT / "zhike/platform/access/scopes.py"
    original = ast.unparse(ast.parse(path.read_text(encoding="utf-8")))
    trees = [mutant.tree for mutant in mutants(path)]
    assert len(trees) > 20
    for tree in trees:
        compile(tree, str(path), "exec")
        assert ast.unparse(tree) != original


ANSWERS = """
LIMIT = 3

def outer(x):
    if (x
            > LIMIT):
        return 1
    return (lambda: x + 1)()
"""


def test_what_is_within_a_function_is_exchanged_where_it_lives(tmp_path: Path) -> None:
    """What runs while a file is loaded is not: that mutant is tried in another way."""
    path = tmp_path / "answers.py"
    path.write_text(ANSWERS)
    names: dict[str, Any] = {}
    exec(compile(ANSWERS, str(path), "exec"), names)  # what an import does
    made = {one.change: one for one in mutants(path)}
    outer, turned = names["outer"], made["outer: x > LIMIT -> x >= LIMIT"]
    assert (turned.line, turned.lines) == (5, range(5, 7))
    assert (outer(3), outer(4)) == (4, 1)
    assert not exchanged(made[": 3 -> 4"])
    assert exchanged(turned)
    assert (outer(3), outer(2)) == (1, 3)
    assert exchanged(made["outer: 1 -> 2"])
    assert (outer(4), outer(2)) == (1, 4)


def test_a_slow_test_is_asked_where_its_own_name_stands() -> None:
    target = Target("a.py", (("room/tests",), ("peers/test_a.py", "peers/test_b.py::test_long")))
    for test, quick, slow in (
        ("room/tests/test_x.py::test_y", True, False),
        ("room/tests_of/test_x.py::test_y", False, False),
        ("peers/test_a.py::test_y", True, False),
        ("peers/test_b.py::test_long", True, True),
        ("peers/test_b.py::test_short", False, False),
    ):
        assert (target.asks(test, slow=False), target.asks(test, slow=True)) == (quick, slow), test


def test_a_mutant_that_is_called_equal_is_still_made() -> None:
    """Otherwise the list would excuse what nobody can look at any more."""
    made = {
        (target.file, change) for target in TARGETS for change in changes(PROJECT / target.file)
    }
    assert set(EQUAL) - made == set()
