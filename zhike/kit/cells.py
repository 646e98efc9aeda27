"""Cells of files that people open in a spreadsheet: none can act as a formula."""

import re

_FORMULA = re.compile(r"\s*[=+\-@\t\r\u2212\uff1d\uff0b\uff0d\uff20|%]|.*[\r\n][=+\-@]", re.DOTALL)
_NUMBER = re.compile(r"[+-]?[\d\s().,*-]{1,40}\Z")


def safe_cell(text: str) -> str:
    """The text, with a quote before it when a spreadsheet would take it for a formula.

    Numbers and phones, masked ones too, stay as they are: at worst they are sums of digits.
    """
    if _FORMULA.match(text) and not _NUMBER.match(text):
        return "'" + text
    return text
