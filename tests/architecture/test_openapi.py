"""The API's description is checked in: a change of the API is a change one sees. `make api` renews it."""

from ninja import Schema

from tests.architecture.source import PROJECT
from zhike.config.openapi import document


def test_the_checked_in_document_is_what_the_api_says() -> None:
    kept = PROJECT / "web" / "src" / "api" / "openapi.json"
    assert kept.read_text(encoding="utf-8") == document(), "run `make api`"


def test_a_name_in_the_document_is_of_one_shape() -> None:
    """The framework writes shapes down by name, and a second one of a name in place of the first."""
    known: dict[str, set[str]] = {}
    waiting = [Schema]
    while waiting:
        for shape in waiting.pop().__subclasses__():
            waiting.append(shape)
            if shape.__module__.startswith("zhike."):
                known.setdefault(shape.__name__, set()).add(shape.__module__)
    assert {name: rooms for name, rooms in known.items() if len(rooms) > 1} == {}
