"""Numbers as people and spreadsheets write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.kit.phone import LONGEST, normalise_phone


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("13812345678", "+8613812345678"),
        ("+86 138-1234-5678", "+8613812345678"),
        ("0086 13812345678", "+8613812345678"),
        ("８６１３８１２３４５６７８", "+8613812345678"),
        ("tel:+8613812345678", "+8613812345678"),
        ("13812345678.0", "+8613812345678"),
        ("\u202d138 1234 5678\u202c", "+8613812345678"),
        ("010-62345678", "+861062345678"),
        ("(0571) 8765-4321", "+8657187654321"),
        ("0571-87654321-801", "+8657187654321;ext=801"),
        ("021 5555 6666 转 12", "+862155556666;ext=12"),
        ("400-800-1234", "+864008001234"),
        ("+1 (650) 253-0000", "+16502530000"),
        ("+852 2345 6789", "+85223456789"),
        ("+44 7700 900123", "+447700900123"),
        ("+1 415 555 0100", "+14155550100"),
    ],
)
def test_written_numbers(written: str, stored: str) -> None:
    assert normalise_phone(written) == stored


@pytest.mark.parametrize(
    "written",
    [
        "",
        "12345",
        "abc",
        "1381234567",
        "1.38123E+10",
        "+86 138",
        "+86 1381234567",
        "+44 7700",
        "1" * 40,
    ],
)
def test_no_numbers(written: str) -> None:
    with pytest.raises(ValueError, match="telephone number"):
        normalise_phone(written)


def test_the_region_decides_how_a_number_without_country_code_is_read() -> None:
    assert normalise_phone("(212) 555-0123", "US") == "+12125550123"


@given(st.text(max_size=30))
def test_any_text_gives_a_number_or_a_value_error(written: str) -> None:
    try:
        stored = normalise_phone(written)
    except ValueError:
        return
    assert stored.startswith("+")
    assert len(stored) <= LONGEST
    assert normalise_phone(stored) == stored
