"""Spreadsheets become text tables: one sheet is written out as CSV by a process of its own.

The parser needs the whole sheet in memory and reads what strangers made, so it runs apart, with a limit on memory and
time; afterwards an import streams the text like any other file. Run as `python -m … INPUT OUTPUT SHEET`.
"""

import csv
import json
import resource
import subprocess
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from zhike.kit.language import Text
from zhike.platform.imports.errors import EmptyFile, NotATable, UnreadableFile

_MODULE: Final = "zhike.platform.imports.reading.sheets"
_MEMORY_BYTES: Final = 3 * 1024**3
_SECONDS: Final = 300
_LARGEST_INSIDE: Final = 3 * 1024**3
_HIGHEST_RATIO: Final = 200
_RATIO_COUNTS_FROM: Final = 20 * 1024**2
_OFFICE_PARTS: Final = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")


def spread(source: Path, target: Path, sheet: str | None) -> list[str]:
    """Write one sheet (the first that has rows unless named) as UTF-8 CSV; returns the names of all sheets.

    Raises NotATable, UnreadableFile, EmptyFile.
    """
    check_archive(source)
    if "\x00" in (sheet or ""):
        raise UnreadableFile(reason=Text("there is no such sheet", "没有该工作表"))
    try:
        done = subprocess.run(
            [sys.executable, "-m", _MODULE, str(source), str(target), sheet or ""],
            capture_output=True, timeout=_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise UnreadableFile(reason=Text("reading it takes too long", "读取时间过长")) from None
    try:
        answer = json.loads(done.stdout or b"{}")
    except ValueError:
        answer = {}
    if done.returncode != 0 or "sheets" not in answer:
        raise UnreadableFile(
            reason=str(answer.get("error") or "the spreadsheet cannot be opened")[:200]
        )
    if not answer["rows"]:
        raise EmptyFile
    return [str(name) for name in answer["sheets"]]


def check_archive(source: Path) -> None:
    """Refuse archives that are no spreadsheets or that would unpack to far more than they are. Raises NotATable, UnreadableFile."""
    if not zipfile.is_zipfile(source):
        return
    try:
        with zipfile.ZipFile(source) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise UnreadableFile(reason=type(error).__name__) from None
    names = {part.filename for part in parts}
    if not names.intersection(_OFFICE_PARTS):
        raise NotATable(found=Text("an archive or a text document", "压缩包或文字文档"))
    inside = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if inside > _LARGEST_INSIDE or (
        inside > _RATIO_COUNTS_FROM and inside / packed > _HIGHEST_RATIO
    ):
        raise UnreadableFile(reason=Text("it unpacks to an unreasonable size", "解压后过大"))


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def cell_text(value: object) -> str:
    """A cell as it would be typed: whole numbers without a fraction, ISO dates."""
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case float():
            return repr(value)
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case _:
            return "" if value is None else str(value)


def _write(source: str, target: str, wanted: str) -> dict[str, object]:
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    book = CalamineWorkbook.from_path(source)
    visible = [
        sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible
    ]
    names = visible or book.sheet_names
    rows = 0
    for name in [wanted] if wanted else names:
        if name not in book.sheet_names:
            return {"error": f"there is no sheet {name!r}"}
        sheet = book.get_sheet_by_name(name)
        with Path(target).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            written = 0
            for place, cells in enumerate(sheet.iter_rows()):
                texts = [cell_text(cell) for cell in cells]
                if any(texts):
                    # Blank rows between stay, so that problems name the row a reader sees.
                    file.write("\r\n" * (place - written))
                    writer.writerow(texts)
                    written = place + 1
                    rows += 1
        if rows:
            break
    return {"sheets": names, "rows": rows}


if __name__ == "__main__":
    _limit_memory()
    try:
        print(json.dumps(_write(*sys.argv[1:4])))
    except Exception as error:  # the parent turns whatever it was into one sentence
        print(json.dumps({"error": str(error) or type(error).__name__}))
        sys.exit(1)
