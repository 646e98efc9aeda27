"""The columns of a file that say where somebody lives become one address."""

from collections.abc import Iterable, Mapping
from typing import Final

from zhike.kit import regions
from zhike.kit.countries import ending_in_country, find_country
from zhike.kit.region_names import find_english
from zhike.kit.words import has_han

WHOLE: Final = "text"
"""The part that a column with the whole address is, beside columns for parts of it."""
UNKNOWN: Final = "ZZ"
"""The country of a row that names one nobody knows."""

_MUNICIPALITIES: Final = frozenset(("110000", "120000", "310000", "500000"))
_DIVISIONS: Final = ("region", "city", "district")


def country_of(written: str) -> str:
    """The code of a country by name or code: nothing for nothing, `UNKNOWN` for a name nobody knows."""
    return (find_country(written) or UNKNOWN) if written else ""


def gathered(cells: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The parts of an address with their texts; a street of two columns is one."""
    found: dict[str, str] = {}
    for part, text in cells:
        found[part] = _joined(found[part], text) if part == "street" and part in found else text
    return found


def address_of(parts: Mapping[str, str]) -> dict[str, str]:
    """An address from its parts: names of divisions become their code, and what a whole address says beside them is kept."""
    country, street, whole = (
        country_of(parts.get("country", "")),
        parts.get("street", ""),
        parts.get(WHOLE, ""),
    )
    if not country and (ended := ending_in_country(whole)):
        country, whole = ended
    divisions = [parts[part] for part in _DIVISIONS if parts.get(part)]
    if street and divisions and street in whole:
        whole = ""
    found = {"postcode": parts.get("postcode", "")}
    at_home = country in {"", "CN"}
    named, rest = _division(divisions) if at_home else (None, "")
    code, whole = _narrowed(named, whole) if at_home and whole else (named, whole)
    if code:
        found |= {"country": "CN", "region": code, "street": rest + _joined(whole, street)}
        # What was written of divisions and not understood is told all the same.
        found["city"] = "" if named else ", ".join(divisions)
    else:
        words = [parts.get("city", ""), parts.get("region", "")]
        if country == UNKNOWN:
            words.append(parts["country"])
        kept = [word for word in words if word and word.casefold() not in whole.casefold()]
        found |= {"country": country, "city": ", ".join(kept), "street": _joined(street, whole)}
    return {key: text for key, text in found.items() if text}


def _division(written: list[str]) -> tuple[str | None, str]:
    """The code of divisions given from wide to narrow, and what follows it."""
    if not written:
        return None, ""
    first, *more = written
    if (city := regions.find(first)) in _MUNICIPALITIES:
        # It is its own city: 上海, 上海市.
        more = [word for word in more if regions.find(word) != city]
    code, rest = regions.parse_address("".join([first, *more]))
    return (code, rest) if code else (find_english(written), "")


def _narrowed(code: str | None, text: str) -> tuple[str | None, str]:
    """A whole address beside the code of its columns: it may say more exactly where, and what it repeats is left out."""
    own, rest = regions.parse_address(text)
    if own is None and (own := find_english(text.split(","))):
        rest = ""
    if code is None:
        return own, rest if own else text
    if own and own.startswith(regions.prefix(code)):
        return own, rest
    if own and code.startswith(regions.prefix(own)):
        return code, rest
    inner, rest = regions.parse_address(f"{regions.name_of(code) or ''}{text}")
    return (inner, rest) if inner and inner.startswith(regions.prefix(code)) else (code, text)


def _joined(first: str, second: str) -> str:
    """Two pieces of a street, one after the other, unless one says what the other does."""
    if not second or second in first:
        return first
    if not first or first in second:
        return second
    return f"{first}{second}" if has_han(first + second) else f"{first}, {second}"
