"""What the columns of a file are called where a problem is told, and how much of a cell is told there."""

from collections.abc import Sequence
from typing import Final

_LONGEST: Final = 200


class Headings:
    """The headings of a file's columns, by column and by the path they fill. A column without one is called by its letters."""

    def __init__(self, names: Sequence[str], mapping: Sequence[str | None]) -> None:
        self.all = [name or letters_of(index) for index, name in enumerate(names)]
        self._columns: dict[str, list[int]] = {}
        for index, path in enumerate(mapping):
            if path is not None:
                self._columns.setdefault(path.partition("#")[0], []).append(index)

    def of(self, path: str, column: int | None) -> str:
        """The heading of the column, or those of the columns that fill the path; nothing for a path without any."""
        columns = self._columns.get(path.partition("#")[0], ()) if column is None else (column,)
        return " + ".join(dict.fromkeys(self.all[index] for index in columns))


def letters_of(index: int) -> str:
    """What spreadsheet programs call a column: A for 0, AA for 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def shown_cell(cell: str) -> str:
    """A cell as a page shows it: cut where it is longer than anybody reads. The error file keeps it whole."""
    return cell if len(cell) <= _LONGEST else cell[: _LONGEST - 1] + "…"
