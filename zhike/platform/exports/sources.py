"""What can be exported: the list of any object, and whatever else a room registers.

A source is made when an export is asked for, which checks everything, and made again when it is written.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol
from uuid import UUID

from zhike.kit.language import Text, say
from zhike.platform.access.policy import policy_of
from zhike.platform.exports.cells import Cell, Reading, cell_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.errors import InvalidQuery
from zhike.platform.records.query.columns import value_of
from zhike.platform.records.query.describe import describe_filter
from zhike.platform.records.query.filters import All, Ids, Node, parse_filter
from zhike.platform.records.query.order import parse_sort
from zhike.platform.records.query.walk import Walk

MOST_COLUMNS: Final = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants as a file: rows by `filter` or by `ids`; no `fields` means the usual columns."""

    object: str
    filter: Mapping[str, Any] | None = None
    ids: tuple[UUID, ...] | None = None
    sort: str = ""
    fields: tuple[str, ...] = ()


class Source(Protocol):
    """Something that can be exported by one person."""

    title: Text
    """What the rows are, in the plural."""
    sentence: Text
    """Which rows, in words."""
    fields: tuple[str, ...]

    def headings(self, reading: Reading) -> list[str]:
        """The names of the columns."""

    def count(self) -> int:
        """How many rows there are."""

    def pages(self, reading: Reading) -> Iterator[Sequence[Sequence[Cell]]]:
        """The rows. The right is looked at before each page; raises Forbidden when it is gone."""


SourceMaker = Callable[[Actor, Asked], Source]
"""Raises Forbidden, and ValidationFailed or InvalidQuery for what cannot be exported so."""

_makers: Final[dict[str, SourceMaker]] = {}


def register_source(key: str, maker: SourceMaker) -> None:
    """Let exports of `key` be made, which is the key of no object."""
    registry.reserve([key])
    _makers[key] = maker


def source_of(actor: Actor, asked: Asked) -> Source:
    """What is to be exported, checked. Raises what the maker raises, and UnknownObject."""
    return _makers.get(asked.object, RecordSource)(actor, asked)


class RecordSource:
    """The list of an object: rows the person may view and export, fields as they see them."""

    def __init__(self, actor: Actor, asked: Asked) -> None:
        """Raises Forbidden, UnknownObject, UnknownField, InvalidFilter, InvalidQuery."""
        policy = policy_of(actor)
        type_ = seen_by(policy, asked.object)
        policy.require(asked.object, "export")
        if asked.filter is not None and asked.ids is not None:
            raise InvalidQuery(parameter="body", reason="ids | filter")
        node: Node = All(()) if asked.ids is None else Ids(asked.ids)
        if asked.filter:
            node = parse_filter(asked.filter)
        self.title = type_.spec.text("plural")
        self.sentence = describe_filter(actor, asked.object, node)
        self.fields = tuple(dict.fromkeys(asked.fields)) or tuple(type_.known(type_.spec.columns))
        if len(self.fields) > MOST_COLUMNS:
            raise InvalidQuery(parameter="fields", reason=f"1 … {MOST_COLUMNS}")
        for path in self.fields:
            type_.field(path)
        self._actor = actor
        self._walk = Walk(
            actor, asked.object, node, parse_sort(asked.sort), self.fields, action="export"
        )
        self._walk.check()

    def headings(self, reading: Reading) -> list[str]:
        """The labels of the fields."""
        type_ = self._type()
        return [say(type_.field(path).label, reading.language) for path in self.fields]

    def count(self) -> int:
        """How many rows there are."""
        return self._walk.count()

    def pages(self, reading: Reading) -> Iterator[list[list[Cell]]]:
        """The rows, each field as it may be seen when its page is read."""
        for rows in self._walk.pages():
            type_ = self._type()
            columns = [(path, type_.field(path)) for path in self.fields]
            yield [
                [cell_of(found, value_of(row, path), reading) for path, found in columns]
                for row in rows
            ]

    def _type(self) -> ObjectType:
        return seen_by(policy_of(self._actor), self._walk.object)
