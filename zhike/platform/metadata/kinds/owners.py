"""Values that only the owner of a record reads, because they were worked out with the owner's rights."""

from typing import Any
from uuid import UUID

from zhike.kit.sql import Sql
from zhike.platform.metadata.kinds.base import FieldKind


class OwnersKind:
    """A kind whose expressions are NULL in records of others; for everything else the kind itself."""

    def __init__(self, kind: FieldKind, reader: UUID | None) -> None:
        self._kind, self._reader = kind, reader

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kind, name)

    def expression(self, alias: Sql, column: str) -> Sql:
        """The comparable value."""
        return self._own(alias, self._kind.expression(alias, column))

    def json(self, alias: Sql, column: str) -> Sql:
        """The value for a response."""
        return self._own(alias, self._kind.json(alias, column))

    def _own(self, alias: Sql, value: Sql) -> Sql:
        mine = alias + Sql(".owner_id = %s", (self._reader,))
        return Sql("(CASE WHEN ") + mine + Sql(" THEN ") + value + Sql(" END)")
