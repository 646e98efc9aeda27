"""A first look at a file: what it is, how it is read, which columns it has."""

import io
import itertools
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from zhike.platform.imports.errors import EmptyFile, TooManyColumns
from zhike.platform.imports.reading.content import content_of
from zhike.platform.imports.reading.delimiter import (
    declared_delimiter,
    detect_delimiter,
    is_header,
)
from zhike.platform.imports.reading.encoding import (
    SAMPLE_BYTES,
    check_encoding,
    detect_encoding,
)
from zhike.platform.imports.reading.rows import read_rows
from zhike.platform.imports.reading.sheets import spread

MOST_COLUMNS: Final = 500
SAMPLE_ROWS: Final = 50
_SNIFF_CHARACTERS: Final = 200_000


@dataclass(slots=True)
class Table:
    """How to read a file. `path` is the text to read, which for a spreadsheet is its sheet written out.

    `skip` rows come before the table (a `sep=` line); `samples` are rows of cells below the header.
    """

    path: Path
    encoding: str
    delimiter: str
    skip: int
    header: bool
    names: list[str]
    samples: list[list[str]]
    rows: int
    sheets: list[str] = field(default_factory=list)
    sheet: str = ""


def describe(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    header: bool | None = None,
    sheet: str | None = None,
) -> Table:
    """Find out how to read a file; what is given is not guessed. `rows` is an estimate from the number of lines.

    Raises EmptyFile, NotATable, UnreadableFile, TooManyColumns, UnknownEncoding.
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    if not sample.strip(b"\x00\t\n\r \xef\xbb\xbf"):
        raise EmptyFile
    sheets: list[str] = []
    if content_of(sample[:8_192]) == "sheet":
        text_path = path.with_name(path.name + ".csv")
        sheets = spread(path, text_path, sheet)
        path, encoding, delimiter = text_path, "utf-8", ","
        with path.open("rb") as file:
            sample = file.read(SAMPLE_BYTES)
    whole = len(sample) < SAMPLE_BYTES
    encoding = check_encoding(encoding) if encoding else detect_encoding(sample, whole=whole)
    text = sample.decode(encoding, errors="replace")[:_SNIFF_CHARACTERS]
    declared = declared_delimiter(text)
    delimiter = delimiter or declared or detect_delimiter(text)
    skip = 1 if declared else 0
    first = list(
        itertools.islice(
            read_rows(io.StringIO(text, newline=""), delimiter),
            skip,
            skip + SAMPLE_ROWS + 2,
        )
    )
    if not whole or len(text) == _SNIFF_CHARACTERS:
        # The end of the sample cuts a row; more rows than are shown were read, so the last can go.
        first = first[:-1] or first
    cells = [row for row, _, _ in first]
    if not cells:
        raise EmptyFile
    has_header = is_header(cells[0], cells[1:]) if header is None else header
    samples = cells[1:] if has_header else cells
    width = len(cells[0]) if has_header else max(map(len, cells))
    if width > MOST_COLUMNS:
        raise TooManyColumns(count=width, limit=MOST_COLUMNS)
    names = (
        [name.strip().replace("\x00", "")[:200] for name in cells[0]]
        if has_header
        else [""] * width
    )
    # Exports often end every line with a delimiter: a nameless last column without values is none.
    while (
        len(names) > 1
        and not names[-1]
        and not any(row[len(names) - 1 :] and row[len(names) - 1] for row in samples)
    ):
        names.pop()
    rows = (
        max(count_lines(path) - skip - has_header, len(samples))
        if not whole
        else _count_rows(path, encoding, delimiter, skip + has_header)
    )
    return Table(
        path,
        encoding,
        delimiter,
        skip,
        has_header,
        names,
        samples[:SAMPLE_ROWS],
        rows,
        sheets,
        sheet or (sheets[0] if sheets else ""),
    )


def count_lines(path: Path) -> int:
    """Lines of a file: rows, if no cell holds a line break (0.3 s for a gigabyte)."""
    newline = b"\n"
    count, last = 0, b"\n"
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            count += block.count(newline)
            last = block
    return count + (not last.rstrip(b"\x00").endswith(newline))


def _count_rows(path: Path, encoding: str, delimiter: str, before: int) -> int:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        return sum(1 for _ in read_rows(file, delimiter)) - before
