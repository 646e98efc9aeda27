"""How the values of a record become one line of COPY into its object's table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from zhike.kit.copy_text import NULL, array_text, json_text, plain_text
from zhike.platform.metadata.registry import ObjectType


def encoder_of(column: "models.Field[Any, Any]") -> Callable[[Any], str]:
    """How values of a model column are written."""
    if isinstance(column, models.JSONField):
        return json_text
    if isinstance(column, ArrayField):
        return array_text
    return plain_text


@dataclass(frozen=True, slots=True)
class InsertPlan:
    """How values by field path become one line of an object's table.

    `defaults` are the encoded values of a row with nothing in it; `places` says for each path which positions its
    stored values take and how they are written.
    """

    columns: tuple[str, ...]
    defaults: tuple[str, ...]
    positions: dict[str, int]
    places: Mapping[
        str,
        tuple[Callable[[Any], tuple[object, ...]], tuple[tuple[int, Callable[[Any], str]], ...]],
    ]

    def line(self, fixed: dict[int, str], values: dict[str, Any]) -> str:
        """One encoded line; `fixed` are encoded values by position, written first."""
        row = list(self.defaults)
        for position, text in fixed.items():
            row[position] = text
        for path, value in values.items():
            found = self.places.get(path)
            if found is None or value is None:
                continue
            store, targets = found
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
    places = {
        path: (
            field.kind.store,
            tuple(
                (by_attribute[name], encoder_of(columns[by_attribute[name]]))
                for name in field.columns
            ),
        )
        for path, field in type_.fields.items()
        if not field.custom
    }
    return InsertPlan(
        columns=tuple(str(column.column) for column in columns),
        defaults=tuple(default_text(column) for column in columns),
        positions={str(column.column): place for place, column in enumerate(columns)},
        places=places,
    )
