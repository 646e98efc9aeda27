"""Pieces of SQL that carry their parameters with them.

The text of a piece is only ever written in our source; every value travels in `params`. `ident` is the one way a name
that is not a literal in the source becomes SQL, and it accepts plain lower-case identifiers only.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]{0,62}\Z")


@dataclass(frozen=True, slots=True)
class Sql:
    """SQL text with `%s` placeholders and exactly as many parameters. A literal percent sign is written `%%`."""

    text: str
    params: tuple[Any, ...] = ()

    def __add__(self, other: Self) -> "Sql":
        return Sql(self.text + other.text, self.params + other.params)

    @staticmethod
    def join(separator: str, parts: "Iterable[Sql]") -> "Sql":
        """Put `separator` (literal SQL) between the pieces; no pieces give an empty piece."""
        texts: list[str] = []
        params: list[Any] = []
        for part in parts:
            texts.append(part.text)
            params.extend(part.params)
        return Sql(separator.join(texts), tuple(params))

    def wrapped(self) -> "Sql":
        """The same piece in parentheses."""
        return Sql(f"({self.text})", self.params)


def ident(name: str) -> Sql:
    """A quoted identifier. Raises ValueError unless `name` is `[a-z_][a-z0-9_]*` of at most 63 characters."""
    if not _IDENTIFIER.match(name):
        raise ValueError(f"not an identifier: {name!r}")
    return Sql(f'"{name}"')


def literal(name: str) -> Sql:
    """A name as a string in the text of a statement, where an index on an expression must match it. Raises as `ident`."""
    return Sql("'" + ident(name).text[1:-1] + "'")


def param(value: object) -> Sql:
    """A value, bound as a parameter."""
    return Sql("%s", (value,))


TRUE = Sql("TRUE")
FALSE = Sql("FALSE")
