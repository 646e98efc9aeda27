"""Which character divides the cells of a text table, and whether its first row names the columns."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

DELIMITERS: Final = (",", "\t", ";", "|", "^", ":")
_ROWS: Final = 200
_DECLARED = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n", re.IGNORECASE)
_VALUE = re.compile(
    r"[^@\s]+@[^@\s]+\.[^@\s]+|[-+(]?[\d(][\d\s().,:/%-]*|\d{4}-\d\d-\d\d.*|https?://.*|true|false|是|否",
    re.IGNORECASE,
)


def declared_delimiter(text: str) -> str | None:
    """The delimiter a first line `sep=;` names, as Excel writes it."""
    found = _DECLARED.match(text)
    return found[1] if found else None


def detect_delimiter(text: str) -> str:
    """The delimiter under which the rows of `text` agree best on a number of cells greater than one; a comma if none."""
    best, best_score = ",", 0.0
    for rank, delimiter in enumerate(DELIMITERS):
        if delimiter not in text:
            continue
        score = _score(text, delimiter)
        # A colon stands in every time and address, so it must divide all rows alike to be believed.
        if delimiter in ":|^" and score < 0.95:
            continue
        score -= rank * 0.001
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _score(text: str, delimiter: str) -> float:
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        widths = [len(row) for row, _ in zip(rows, range(_ROWS), strict=False) if row]
    except csv.Error:
        return 0.0
    # The last row may be cut off by the end of the sample.
    counted = Counter(widths[:-1] if len(widths) > 2 else widths)
    if not counted:
        return 0.0
    # The header is the best witness of the width, the commonest row the second best.
    width = widths[0] if widths[0] > 1 else counted.most_common(1)[0][0]
    if width < 2:
        return 0.0
    agreeing = counted[width] / sum(counted.values())
    return agreeing + min(width, 20) * 0.01


def is_header(first: Sequence[str], following: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names columns: texts that look like no values, unlike what stands below them."""
    named = [cell.strip() for cell in first if cell.strip()]
    if not named:
        return False
    if any(_VALUE.fullmatch(cell) for cell in named):
        below = [
            row[place]
            for row in following[:5]
            for place, cell in enumerate(first)
            if cell and place < len(row)
        ]
        values = sum(bool(_VALUE.fullmatch(cell.strip())) for cell in named) / len(named)
        return bool(below) and values < 0.34
    if not following:
        return True
    # A column whose cells repeat the first one is data without a header.
    return (
        not any(
            cell and all(place < len(row) and row[place] == cell for row in following[:5])
            for place, cell in enumerate(first)
        )
        or len(following) == 1
    )
