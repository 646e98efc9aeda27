"""Filters that are kept as values: what somebody typed into one may be the very value another may not see."""

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from zhike.kit.sql import Sql
from zhike.platform.metadata.kinds.base import FieldKind, Json

_KEY: Final = re.compile(r"[A-Za-z0-9_.]+\Z")


class ToldKind:
    """A kind of filters, empty where they ask for one of `unseen`, unless they are the reader's own.

    `unseen` are fields and relations of any object: of two objects with a field of one name the delicate one counts.
    """

    def __init__(self, kind: FieldKind, reader: UUID | None, unseen: frozenset[str]) -> None:
        self._kind, self._reader, self._unseen = kind, reader, unseen

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kind, name)

    def expression(self, alias: Sql, column: str) -> Sql:
        """The comparable value."""
        return self._told(alias, self._kind.expression(alias, column))

    def json(self, alias: Sql, column: str) -> Sql:
        """The value for a response."""
        return self._told(alias, self._kind.json(alias, column))

    def masked(self, value: Json) -> Json:
        """A value that was read already, as everybody but its owner sees it."""
        return None if self._asks(value) else value

    def _told(self, alias: Sql, value: Sql) -> Sql:
        mine = alias + Sql(".owner_id = %s", (self._reader,))
        asks = Sql("jsonb_path_exists(") + value + Sql(", %s::jsonpath)", (self._path(),))
        return (
            Sql("(CASE WHEN ")
            + mine
            + Sql(" OR NOT ")
            + asks
            + Sql(" THEN ")
            + value
            + Sql(" END)")
        )

    def _path(self) -> str:
        """Any `field` or `related`, however deep, whose path ends with one of the unseen."""
        keys = "|".join(key.replace(".", "[.]") for key in sorted(self._unseen) if _KEY.match(key))
        named = f'like_regex "(^|[.])({keys})$"'
        return f"$.** ? (@.field {named} || @.related {named})"

    def _asks(self, tree: Json) -> bool:
        if isinstance(tree, list):
            return any(map(self._asks, tree))
        if not isinstance(tree, Mapping):
            return False
        named = [str(tree[key]) for key in ("field", "related") if key in tree]
        ends = tuple(f".{key}" for key in self._unseen)
        return any(f".{path}".endswith(ends) for path in named) or any(
            map(self._asks, tree.values())
        )
