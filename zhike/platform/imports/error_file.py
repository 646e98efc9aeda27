"""The rows an import could not take, as a CSV to mend and import again. No cell of it can act as a formula."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from zhike.kit.language import Language, Text, say
from zhike.platform.imports.models import Import, sentence_of

_FORMULA = re.compile(r"\s*[=+\-@\t\r\u2212\uff1d\uff0b\uff0d\uff20|%]|.*[\r\n][=+\-@]", re.DOTALL)
_NUMBER = re.compile(r"[+-]?[\d\s().,-]{1,40}\Z")
_ROW: Final = Text("Row", "行号")
_PROBLEM: Final = Text("Problem", "问题")
_COLUMN: Final = Text("Column {number}", "第 {number} 列")


def safe_cell(text: str) -> str:
    """The text, with a quote before it when a spreadsheet would take it for a formula; numbers and phones stay."""
    if _FORMULA.match(text) and not _NUMBER.match(text):
        return "'" + text
    return text


def error_lines(source: Import, language: Language) -> Iterator[bytes]:
    """UTF-8 lines with a byte order mark, header first, made while they are read from the database."""
    names = [
        name or say(_COLUMN, language).format(number=number)
        for number, name in enumerate(source.names, 1)
    ]
    yield "\ufeff".encode() + _line([say(_ROW, language), say(_PROBLEM, language), *names])
    first = 1 + source.header
    rows = source.problems.order_by("row").values_list("row", "cells", "troubles")
    for row, cells, troubles in rows.iterator(chunk_size=2_000):
        reasons = " ".join(
            dict.fromkeys(
                ": ".join(filter(None, (trouble["field"], sentence_of(trouble, language))))
                for trouble in troubles
            )
        )
        yield _line([str(row + first - 1), reasons, *cells])


def _line(cells: list[str]) -> bytes:
    target = io.StringIO()
    csv.writer(target).writerow([safe_cell(cell) for cell in cells])
    return target.getvalue().encode()
