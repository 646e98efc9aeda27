"""The rows an import could not take whole, as a CSV to mend and import again. No cell of it can act as a formula."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from zhike.kit.cells import safe_cell
from zhike.kit.language import Language, Text, say
from zhike.platform.imports.headings import Headings
from zhike.platform.imports.models import Import, told

_ROW: Final = Text("Row", "行号")
_PROBLEM: Final = Text("Problem", "问题")


def error_lines(source: Import, language: Language) -> Iterator[bytes]:
    """UTF-8 lines with a byte order mark, header first, made while they are read from the database."""
    names = Headings(source.names, source.mapping).all
    yield "\ufeff".encode() + _line([say(_ROW, language), say(_PROBLEM, language), *names])
    rows = source.problems.order_by("row").values_list("row", "taken", "cells", "troubles")
    for row, taken, cells, troubles in rows.iterator(chunk_size=2_000):
        reasons = " ".join(
            dict.fromkeys(told(trouble, language, taken=taken) for trouble in troubles)
        )
        yield _line([str(row), reasons, *cells])


def _line(cells: list[str]) -> bytes:
    target = io.StringIO()
    csv.writer(target).writerow([safe_cell(cell) for cell in cells])
    return target.getvalue().encode()
