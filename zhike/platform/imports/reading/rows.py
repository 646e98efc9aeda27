"""The rows of a text table, one at a time, in memory that does not grow with the file.

A quote that is never closed would swallow the rest of a file. Here it costs one row: the reader goes back to the line
after it and reads on, and the row is reported with the lines it was made of.
"""

import csv
import itertools
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TextIO

LONGEST_CELL: Final = 100_000
"""Characters. Python's csv refuses longer cells, which is how an unclosed quote is noticed early."""

Flaw = Literal["", "unclosed-quote", "bad-encoding"]

csv.field_size_limit(LONGEST_CELL)


@dataclass(slots=True, frozen=True)
class Row:
    """One row: its number (1 for the first after the header), its cells, what was wrong with the text itself.

    `place` is its number in a spreadsheet program, which counts the header and blank rows.
    """

    number: int
    cells: list[str]
    flaw: Flaw = ""
    place: int = 0


class _Lines(Iterator[str]):
    """Lines of a file that remembers those of the current row, so that they can be given back."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._again: deque[str] = deque()
        self.taken: list[str] = []

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._file)
        self.taken.append(line)
        return line

    def give_back_all_but_first(self) -> str:
        """The first line of the current row; the others are read again."""
        first, *others = self.taken
        self._again.extendleft(reversed(others))
        self.taken = []
        return first


def read_rows(file: TextIO, delimiter: str) -> Iterator[tuple[list[str], Flaw, int]]:
    """Cells of every row that is not blank, and which row it is, blank ones counted. `file` must be opened with `newline=""` and `errors="replace"`."""
    lines = _Lines(file)
    reader = csv.reader(lines, delimiter=delimiter)
    taken = lines.taken
    place = 0
    while True:
        taken.clear()
        place += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield [_raw(lines.give_back_all_but_first())], "unclosed-quote", place
            reader, taken = csv.reader(lines, delimiter=delimiter), lines.taken
            continue
        if len(taken) > 1 and _unclosed(taken, delimiter):
            yield [_raw(lines.give_back_all_but_first())], "unclosed-quote", place
            reader, taken = csv.reader(lines, delimiter=delimiter), lines.taken
            continue
        if not any(cells):
            continue
        if any("\ufffd" in line or "\x00" in line for line in taken):
            yield (
                [cell.replace("\x00", "") for cell in cells],
                "bad-encoding" if any("\ufffd" in line for line in taken) else "",
                place,
            )
            continue
        yield cells, "", place


def _unclosed(taken: list[str], delimiter: str) -> bool:
    """Whether the row ended only because the file did. Strict reading says so; other strictness is not wanted."""
    try:
        list(csv.reader(taken, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _raw(line: str) -> str:
    return line.rstrip("\r\n").replace("\x00", "")[:LONGEST_CELL]


def stream_rows(
    path: Path, encoding: str, delimiter: str, *, skip: int, header: bool
) -> Iterator[Row]:
    """Rows of a file from the start; `skip` is how many lines come before the table, `header` whether it names columns."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        rows = read_rows(file, delimiter)
        rows = itertools.islice(rows, skip + bool(header), None)
        for number, (cells, flaw, place) in enumerate(rows, 1):
            yield Row(number, cells, flaw, place - skip)
