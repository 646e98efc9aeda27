"""Files of every encoding, delimiter and quality are read or refused with a reason."""

import csv
import io
import json
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.kit.tests.shared_data import shared_file
from zhike.platform.imports.errors import (
    EmptyFile,
    NotATable,
    TooManyColumns,
    UnknownEncoding,
    UnreadableFile,
)
from zhike.platform.imports.reading import Table, describe, stream_rows
from zhike.platform.imports.reading.rows import read_rows


def look(tmp_path: Path, content: bytes | str, name: str = "file.csv", **options: object) -> Table:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return describe(path, **options)  # type: ignore[arg-type]  # options of one call, checked by it


def sample(tmp_path: Path, name: str) -> Table:
    """A described copy of a collected file: a spreadsheet is written out beside it."""
    source = shared_file(f"csv_warts/{name}")
    return look(tmp_path, source.read_bytes(), source.name)


def content(table: Table) -> list[list[str]]:
    return [
        row.cells
        for row in stream_rows(
            table.path,
            table.encoding,
            table.delimiter,
            skip=table.skip,
            header=table.header,
        )
    ]


SPECTRUM = [
    "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines", "newlines_crlf", "quotes_and_newlines",
    "simple", "simple_crlf", "utf8",
]  # fmt: skip


@pytest.mark.parametrize("name", SPECTRUM)
def test_csv_spectrum_reads_as_its_json(tmp_path: Path, name: str) -> None:
    table = sample(tmp_path, f"csv-spectrum/csvs/{name}.csv")
    expected = json.loads(
        shared_file(f"csv_warts/csv-spectrum/json/{name}.json").read_text(encoding="utf-8")
    )
    found = [dict(zip(table.names, cells, strict=True)) for cells in content(table)]
    unfolded = [{key: text.replace("\r\n", "\n") for key, text in row.items()} for row in found]
    assert unfolded == [
        {key: text.replace("\r\n", "\n") for key, text in row.items()} for row in expected
    ]
    assert table.rows == len(expected)


@pytest.mark.parametrize("name", ["carets", "colon", "comma", "pipes", "semicolon", "tab"])
def test_delimiters_are_found(tmp_path: Path, name: str) -> None:
    table = sample(tmp_path, f"frictionless/csv/separators/{name}.csv")
    assert table.names == ["number", "string", "boolean"]
    assert content(table) == [["1", "one", "true"], ["2", "two", "false"]]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("iso8859", "cp1252"), ("western-macos-roman", "mac-roman"), ("utf8", "utf-8")],
)
def test_western_encodings_are_found(tmp_path: Path, name: str, encoding: str) -> None:
    table = sample(tmp_path, f"frictionless/csv/encodings/{name}.csv")
    assert table.encoding == encoding
    assert content(table)[0] == ["Réunion", "ECS", "1989", "838462813"]


def test_chinese_files_read_the_same_in_gb18030_and_utf_8(tmp_path: Path) -> None:
    one = sample(tmp_path, "cn_addresses_gb18030.csv")
    other = sample(tmp_path, "cn_addresses_utf8bom.csv")
    assert (one.encoding, other.encoding) == ("gb18030", "utf-8-sig")
    assert one.names == other.names == ["原始地址", "规模"]
    assert content(one) == content(other)


@pytest.mark.parametrize(
    "name",
    ["excel/sample-2-sheets.xlsx", "excel/sample-2-sheets.xls", "other/sample.ods"],
)
def test_spreadsheets_are_read(tmp_path: Path, name: str) -> None:
    table = sample(tmp_path, f"frictionless/{name}")
    assert (table.names, table.sheets) == (
        ["header1", "header2", "header3"],
        ["Sheet1", "Sheet2"],
    )
    assert content(table) == [["a", "b", "c"], ["d", "e", "f"]]
    second = describe(tmp_path / Path(name).name, sheet="Sheet2")
    assert content(second) == [["g", "h", "i"], ["j", "k", "l"]]


def test_extensions_do_not_matter(tmp_path: Path) -> None:
    assert content(sample(tmp_path, "frictionless/wrong-extension-files/sample-1-sheet.txt")) == [
        ["1", "two", "TRUE"],
        ["3", "four", "FALSE"],
    ]
    assert sample(tmp_path, "frictionless/wrong-extension-files/comma.txt").names == [
        "number",
        "string",
        "boolean",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "empty-files/empty",
        "empty-files/empty.csv",
        "empty-files/empty.txt",
        "empty-files/empty.xls",
        "zero-files/zero.csv",
    ],
)
def test_empty_files_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(EmptyFile):
        sample(tmp_path, f"frictionless/{name}")


@pytest.mark.parametrize(
    "name", ["empty-files/empty.html", "empty-files/empty.json", "other/sample.json"]
)
def test_other_documents_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotATable):
        sample(tmp_path, f"frictionless/{name}")


@pytest.mark.parametrize(
    "raw",
    [
        b"%PDF-1.7\n%\xe2\xe3", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"\x1f\x8b\x08\x00", b"\x7fELF\x02", b"GIF89a",
        bytes(range(256)) * 40, b"BEGIN:VCARD\nVERSION:3.0\n", b"<?xml version='1.0'?><a/>", b'[{"a": 1}]', b"SQLite format 3\x00",
    ],
)  # fmt: skip
def test_binary_and_foreign_files_are_refused(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(NotATable):
        look(tmp_path, raw)


@pytest.mark.parametrize("raw", [b"", b"\n\n\n", b"\xef\xbb\xbf", b" \r\n\t\r\n", b",,,\n,,,\n"])
def test_blank_files_are_refused(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(EmptyFile):
        look(tmp_path, raw)


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return target.getvalue()


def test_archives_that_are_no_spreadsheets_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotATable):
        look(tmp_path, zipped(word__document=b"x"), "a.xlsx")


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    bomb = zipped(
        **{
            "xl__workbook.xml": b"<x/>",
            "xl__worksheets__sheet1.xml": b"\x00" * (60 * 1024**2),
        }
    )
    assert len(bomb) < 200_000
    with pytest.raises(UnreadableFile):
        look(tmp_path, bomb, "a.xlsx")


@pytest.mark.parametrize(
    "raw",
    [
        b"PK\x03\x04nonsense",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        zipped(**{"xl__workbook.xml": b"<x"}),
    ],
)
def test_damaged_spreadsheets_are_refused(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises((UnreadableFile, NotATable)):
        look(tmp_path, raw, "a.xlsx")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]
)
def test_one_table_in_many_encodings(tmp_path: Path, encoding: str) -> None:
    table = look(tmp_path, "姓名,城市\n张伟,上海\n李娜,北京\n".encode(encoding))
    assert table.names == ["姓名", "城市"]
    assert content(table) == [["张伟", "上海"], ["李娜", "北京"]]


def test_what_a_person_chose_is_not_guessed(tmp_path: Path) -> None:
    table = look(tmp_path, "a;b,c\n1;2,3\n", delimiter=",", header=False)
    assert (table.names, content(table)) == (["", ""], [["a;b", "c"], ["1;2", "3"]])
    with pytest.raises(UnknownEncoding):
        look(tmp_path, "a,b\n1,2\n", encoding="rot13")


def test_a_file_without_header_has_nameless_columns(tmp_path: Path) -> None:
    table = look(tmp_path, "张伟,13812345678,zhang@acme.com\n李娜,13912345678,li@acme.com\n")
    assert (table.header, table.names, table.rows) == (False, ["", "", ""], 2)


def test_excel_may_name_the_delimiter(tmp_path: Path) -> None:
    table = look(tmp_path, "sep=;\nname;note\nWei;a,b,c\n")
    assert (table.names, content(table)) == (["name", "note"], [["Wei", "a,b,c"]])


def test_ragged_rows_blank_rows_and_doubled_headers_are_kept_as_they_are(
    tmp_path: Path,
) -> None:
    table = look(tmp_path, "name,phone,phone,\n\nWei,1\n,,,\nLi,1,2,3,4\n")
    assert table.names == ["name", "phone", "phone", ""]
    assert content(table) == [["Wei", "1"], ["Li", "1", "2", "3", "4"]]


def test_times_and_addresses_do_not_make_a_colon_the_delimiter(tmp_path: Path) -> None:
    assert look(tmp_path, "time\n10:30\n11:45\nnoon\n").delimiter == ","


def test_an_unclosed_quote_costs_one_row(tmp_path: Path) -> None:
    lines = ["name,note", 'Wei,"open', *[f"Li{n},x" for n in range(20_000)]]
    table = look(tmp_path, "\n".join(lines) + "\n")
    rows = list(stream_rows(table.path, table.encoding, table.delimiter, skip=0, header=True))
    assert (rows[0].flaw, rows[0].cells) == ("unclosed-quote", ['Wei,"open'])
    assert [row.cells for row in rows[1:]] == [[f"Li{n}", "x"] for n in range(20_000)]


def test_an_unclosed_quote_near_the_end_costs_one_row(tmp_path: Path) -> None:
    table = look(tmp_path, 'name,note\nWei,"open\nLi,x\nWu,y')
    rows = list(stream_rows(table.path, table.encoding, table.delimiter, skip=0, header=True))
    assert [(row.number, row.cells, row.flaw) for row in rows] == [
        (1, ['Wei,"open'], "unclosed-quote"),
        (2, ["Li", "x"], ""),
        (3, ["Wu", "y"], ""),
    ]


def test_bytes_that_fit_no_character_are_reported_by_row(tmp_path: Path) -> None:
    raw = b"name,city\n" + b"Wei,Shanghai\n" * 90_000 + b"L\xff\xfei,Beijing\n"
    table = look(tmp_path, raw)
    rows = list(stream_rows(table.path, table.encoding, table.delimiter, skip=0, header=True))
    assert [row.number for row in rows if row.flaw == "bad-encoding"] == [90_001]


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TooManyColumns):
        look(
            tmp_path,
            ",".join(f"c{n}" for n in range(600)) + "\n" + ",".join("x" * 600) + "\n",
        )


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write("name,email\n")
        for n in range(300_000):
            file.write(f"Person {n},person{n}@example.com\n")
    tracemalloc.start()
    table = describe(path)
    count = sum(1 for _ in stream_rows(path, table.encoding, table.delimiter, skip=0, header=True))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, table.rows) == (300_000, 300_000)
    assert peak < 20_000_000


@given(
    st.lists(
        st.lists(
            st.text(
                st.characters(exclude_characters="\x00\ufffd", exclude_categories=["Cs"]),
                max_size=20,
            ),
            min_size=2,
            max_size=4,
        ),
        min_size=1,
        max_size=8,
    )
)
def test_whatever_was_written_as_csv_is_read_back(table: list[list[str]]) -> None:
    target = io.StringIO()
    csv.writer(target).writerows(table)
    read = [cells for cells, _, _ in read_rows(io.StringIO(target.getvalue(), newline=""), ",")]
    assert read == [row for row in table if any(row)]


@given(st.binary(max_size=300))
def test_any_bytes_are_described_or_refused(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "file"
    path.write_bytes(raw)
    try:
        table = describe(path)
    except (EmptyFile, NotATable, UnreadableFile, TooManyColumns):
        return
    list(
        stream_rows(
            table.path,
            table.encoding,
            table.delimiter,
            skip=table.skip,
            header=table.header,
        )
    )
