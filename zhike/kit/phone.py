"""Telephone numbers: what people write becomes E.164 (`+8613812345678`), and back into what people read.

Mainland mobile and landline numbers take a fast path; every other number is judged by phonenumbers, which is loaded
at first use. An extension is kept the way RFC 3966 writes it: `+861062345678;ext=801`.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

LONGEST: Final = 32
"""Characters of the longest stored number: fifteen digits and an extension."""

_SEPARATORS = str.maketrans(
    "",
    "",
    " -()[]./\u00a0\u3000\u2010\u2011\u2013\u2014\u2212\u200b\u202c\u202d\ufeff\t",
)
_CN_MOBILE = re.compile(r"(?:(?:\+|00)?86)?(1[3-9]\d{9})\Z")
_CN_LANDLINE = re.compile(r"(?:(?:\+|00)?86)?0?((?:10|2\d)\d{8}|[3-9]\d{2}[2-9]\d{6,7})\Z")
_CN_SERVICE = re.compile(r"(?:\+?86)?([48]00\d{7})\Z")
_EXTENSION = re.compile(r"(?:转|ext\.?|x|#|;ext=|分机)\s*(\d{1,6})\Z", re.IGNORECASE)
_CN_DASHED_EXTENSION = re.compile(r"(0\d{2,3}[- ]?\d{7,8})-(\d{1,5})\Z")
_SPREADSHEET = re.compile(r"\d+\.0\Z")


def normalise_phone(text: str, region: str = "CN") -> str:
    """The E.164 form of a written number; `region` is where a number without country code is dialled.

    Raises ValueError with one sentence when the text is no valid number.
    """
    compact = text.translate(_SEPARATORS)
    if region == "CN":
        mobile = _CN_MOBILE.match(compact)
        if mobile and compact.isascii():
            return f"+86{mobile[1]}"
    return _normalise_slow(text.strip(), region)


def _normalise_slow(text: str, region: str) -> str:
    text = unicodedata.normalize("NFKC", text).removeprefix("tel:").strip()
    if _SPREADSHEET.match(text):
        text = text[:-2]
    extension = ""
    found = _CN_DASHED_EXTENSION.match(text) if region == "CN" else None
    if found:
        text, extension = found[1], f";ext={found[2]}"
    elif found := _EXTENSION.search(text):
        text, extension = text[: found.start()].strip(), f";ext={found[1]}"
    compact = text.translate(_SEPARATORS)
    if not 3 <= sum(letter.isdigit() for letter in compact) <= 17:
        raise ValueError("A telephone number has 3 to 15 digits.")
    if region == "CN":
        for pattern in (_CN_MOBILE, _CN_LANDLINE, _CN_SERVICE):
            if known := pattern.match(compact):
                return f"+86{known[1]}{extension}"
    return _world(text, region) + extension


def _world(text: str, region: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise ValueError("This is not a telephone number.") from error
    if not phonenumbers.is_valid_number(number):
        raise ValueError(
            "No telephone number looks like this; check the digits and the country code."
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=4096)
def format_phone(number: str, region: str = "CN") -> str:
    """A stored number as people in `region` read it: `138 1234 5678`, `010 6234 5678`, `+1 212-555-0123`."""
    plain, _, extension = number.partition(";ext=")
    tail = f" x{extension}" if extension else ""
    if plain.startswith("+861") and len(plain) == 14:
        local = f"{plain[3:6]} {plain[6:10]} {plain[10:]}"
        return (local if region == "CN" else f"+86 {local}") + tail
    if plain.startswith("+86"):
        return _format_cn_landline(plain[3:], abroad=region != "CN") + tail
    import phonenumbers

    try:
        parsed = phonenumbers.parse(plain)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL) + tail


def _format_cn_landline(national: str, *, abroad: bool) -> str:
    if national.startswith(("400", "800")) and len(national) == 10:
        return f"{national[:3]} {national[3:6]} {national[6:]}"
    area = 2 if national.startswith(("10", "2")) else 3
    local = f"{national[area:-4]} {national[-4:]}"
    return f"+86 {national[:area]} {local}" if abroad else f"0{national[:area]} {local}"
