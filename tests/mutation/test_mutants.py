"""The mutants themselves: what is changed, what is left alone, and that each is a program."""

import ast
from pathlib import Path

from tests.mutation.mutants import mutants
from tests.mutation.targets import ASKED, EQUAL, TARGETS

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
    sources = [mutant.source for mutant in mutants(path)]
    assert len(sources) > 20
    for source in sources:
        compile(source, str(path), "exec")
        assert source != original


def test_a_mutant_that_is_called_equal_is_still_made() -> None:
    """Otherwise the list would excuse what nobody can look at any more."""
    made = {
        (target.file, change) for target in TARGETS for change in changes(PROJECT / target.file)
    }
    assert set(EQUAL) - made == set()
