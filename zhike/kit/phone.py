"""Telephone numbers: what people write becomes E.164 (`+8613812345678`).

Mainland mobile and landline numbers take a fast path; every other number is judged by phonenumbers, which is loaded
at first use. An extension is kept the way RFC 3966 writes it: `+861062345678;ext=801`.
"""

import re
import unicodedata
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

    Raises ValueError with one sentence when the text is no number. One of another country needs but the right length.
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
    # Plans of numbers change, and some are reserved for examples: abroad the length must do. A number at home is known.
    abroad = number.country_code != phonenumbers.country_code_for_region(region)
    if not phonenumbers.is_valid_number(number) and not (
        abroad
        and phonenumbers.is_possible_number_with_reason(number)
        == phonenumbers.ValidationResult.IS_POSSIBLE
    ):
        raise ValueError(
            "No telephone number looks like this; check the digits and the country code."
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
