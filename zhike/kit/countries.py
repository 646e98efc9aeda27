"""Countries (ISO 3166-1): their names in both languages, and the code behind what people write."""

import json
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from zhike.kit.language import Text

_DATA: Final = Path(__file__).with_name("data") / "countries.json"
_SHORT: Final = frozenset(("uk", "us", "usa"))
_ALSO_A_STATE: Final = frozenset(("georgia",))


class Ended(NamedTuple):
    """An address that ends with a country: its code, and the text before."""

    code: str
    rest: str


@lru_cache(maxsize=1)
def _names() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(_DATA.read_text(encoding="utf-8"))["countries"]
    return found


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    by_name = {_key(name): code for code, names in _names().items() for name in names}
    return {code.lower(): code for code in _names()} | by_name


def _key(written: str) -> str:
    """Letters alone, without accents."""
    plain = unicodedata.normalize("NFKD", written).casefold()
    return "".join(letter for letter in plain if letter.isalpha())


def find_country(written: str) -> str | None:
    """The code of a country by its code or a name of it: `DK`, `Denmark`, `丹麦`, `Danmark`."""
    return _codes().get(_key(written))


def country_name(code: str) -> Text:
    """What a country is called in both languages; one that is not known is said to be."""
    names = _names().get(code)
    return Text(names[0], names[1]) if names else Text("an unknown country", "未知国家")


def ending_in_country(address: str) -> Ended | None:
    """A written address whose last piece is the name of a country. Codes do not count: `CA` is a state, too."""
    rest, comma, last = address.rpartition(",")
    word = _key(last)
    if (
        not comma
        or word in _ALSO_A_STATE
        or (word.isascii() and len(word) < 4 and word not in _SHORT)
    ):
        return None
    code = _codes().get(word)
    return Ended(code, rest.strip(" ,")) if code else None
