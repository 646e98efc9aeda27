"""The text form of PostgreSQL's COPY, built by hand: writing rows through the driver costs three times as much a value."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Final

import orjson

from zhike.kit.sql import Sql, ident

_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_PIECE: Final = 200
"""Lines sent at once: few enough that the server is busy with them while the next are made."""
NULL: Final = "\\N"


def escaped(text: str) -> str:
    """Text as it stands in a COPY stream."""
    # What can be printed holds no tab and no line break, and asking is the quickest test there is.
    if text.isprintable() and "\\" not in text:
        return text
    return text.translate(_ESCAPES)


def plain_text(value: Any) -> str:
    """A value of a plain column."""
    if value is None:
        return NULL
    if value.__class__ is str:
        return escaped(value)
    if value is True or value is False:
        return "t" if value else "f"
    return escaped(str(value))


def json_text(value: Any) -> str:
    """A value of a jsonb column."""
    if value is None:
        return NULL
    # JSON holds no bare tab or line break, so backslashes alone are left.
    return orjson.dumps(value, default=str).replace(b"\\", b"\\\\").decode()


def array_text(value: Sequence[Any] | None) -> str:
    """A value of a column of texts."""
    if value is None:
        return NULL
    if not value:
        return "{}"
    items = ['"' + str(item).replace("\\", "\\\\").replace('"', '\\"') + '"' for item in value]
    return escaped("{" + ",".join(items) + "}")


def copy_rows(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[str]) -> None:
    """Append encoded lines (values divided by tabs) to a table; `cursor` is a psycopg cursor or Django's around one."""
    names = Sql.join(", ", [ident(name) for name in columns]).text
    lines = iter(rows)
    with cursor.copy(f"COPY {ident(table).text} ({names}) FROM STDIN") as copy:
        while piece := list(islice(lines, _PIECE)):
            copy.write("\n".join(piece).encode() + b"\n")
