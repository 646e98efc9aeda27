"""How the values of a record become one line of COPY into its object's table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models

from zhike.kit.copy_text import NULL, array_text, json_text, plain_text
from zhike.platform.metadata.kinds.base import SingleColumn
from zhike.platform.metadata.registry import ObjectType


def encoder_of(column: "models.Field[Any, Any]") -> Callable[[Any], str]:
    """How values of a model column are written."""
    if isinstance(column, models.JSONField):
        return json_text
    if isinstance(column, ArrayField):
        return array_text
    return plain_text


Encode = Callable[[Any], str]
ALIKE: Final = frozenset(("date", "datetime", "lookup", "person", "tags", "multi_choice"))
"""Kinds whose canonical value is written as it is: the database reads ISO dates and ids from text itself."""


@dataclass(frozen=True, slots=True)
class InsertPlan:
    """How values by field path become one line of an object's table.

    `defaults` are the encoded values of a row with nothing in it. `single` says for fields of one column where their
    value goes and how it is written; `several` the same for fields whose kind spreads it over columns.
    """

    columns: tuple[str, ...]
    defaults: tuple[str, ...]
    positions: dict[str, int]
    single: Mapping[str, tuple[int, Encode]]
    several: Mapping[
        str, tuple[Callable[[Any], tuple[object, ...]], tuple[tuple[int, Encode], ...]]
    ]

    def line(self, base: Sequence[str], values: Mapping[str, Any]) -> str:
        """One encoded line: `base` with the values in their places."""
        row = list(base)
        for path, value in values.items():
            if value is None:
                continue
            place = self.single.get(path)
            if place is not None:
                row[place[0]] = place[1](value)
                continue
            store, targets = self.several.get(path, (None, ()))
            if store is None:
                continue
            for (position, encode), stored in zip(targets, store(value), strict=True):
                if stored is not None:
                    row[position] = encode(stored)
        return "\t".join(row)


def default_text(column: "models.Field[Any, Any]") -> str:
    """The encoded value of a column nothing was given for."""
    if column.has_default():
        return encoder_of(column)(column.get_default())
    return NULL if column.null else ""


def insert_plan(type_: ObjectType) -> InsertPlan:
    """The plan of an object, from its model and fields."""
    columns = [column for column in type_.spec.model._meta.concrete_fields if not column.generated]
    by_attribute = {column.attname: place for place, column in enumerate(columns)}
    single: dict[str, tuple[int, Encode]] = {}
    several: dict[
        str, tuple[Callable[[Any], tuple[object, ...]], tuple[tuple[int, Encode], ...]]
    ] = {}
    for path, found in type_.fields.items():
        places = tuple(
            (by_attribute[name], encoder_of(columns[by_attribute[name]])) for name in found.columns
        )
        stored = getattr(type(found.kind), "store", None) is not SingleColumn.store
        if len(places) == 1 and (found.kind.name in ALIKE or not stored):
            single[path] = places[0]
        elif places:
            several[path] = (found.kind.store, places)
    return InsertPlan(
        columns=tuple(str(column.column) for column in columns),
        defaults=tuple(default_text(column) for column in columns),
        positions={str(column.column): place for place, column in enumerate(columns)},
        single=single,
        several=several,
    )
