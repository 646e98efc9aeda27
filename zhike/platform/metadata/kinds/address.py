"""Postal addresses with the administrative divisions of China (GB/T 2260 codes)."""

from typing import Final

from zhike.kit import regions
from zhike.kit.countries import ending_in_country
from zhike.kit.language import Text
from zhike.kit.region_names import find_english
from zhike.kit.sql import FALSE, Sql, param
from zhike.kit.words import has_han
from zhike.platform.metadata.kinds.base import (
    EMPTY_OPERATORS,
    BadValue,
    Json,
    Operand,
    Settings,
    SingleColumn,
    wrong_operand,
)
from zhike.platform.metadata.kinds.choice import list_operand
from zhike.platform.metadata.kinds.text import clean_line, escape_like

_UNKNOWN: Final = "ZZ"
PARTS = {"country": 2, "region": 6, "city": 100, "street": 300, "postcode": 20}


class AddressKind(SingleColumn):
    """`{"country", "region", "city", "street", "postcode", "text"}`; `region` is a code, `text` the readable whole."""

    name = "address"
    label = Text("Address", "地址")
    operators: tuple[str, ...] = ("in_region", "contains", "mine", *EMPTY_OPERATORS)
    sortable = False

    def clean(self, value: Json, settings: Settings) -> Json:
        """Canonical parts without empty ones; free text is parsed. None when nothing is left."""
        if isinstance(value, str):
            return self.from_text(value, settings) if value.strip() else None
        if not isinstance(value, dict) or set(value) - {*PARTS, "text"}:
            raise BadValue(
                "not-an-address",
                Text(
                    "An address has country, region, city, street and postcode.",
                    "地址包含国家、地区、城市、街道和邮编。",
                ),
            )
        parts = {
            key: clean_line(value[key], limit, lines=False)
            for key, limit in PARTS.items()
            if value.get(key)
        }
        parts = {key: text for key, text in parts.items() if text}
        if not parts:
            return None
        if "region" in parts and regions.name_of(parts["region"]) is None:
            raise BadValue(
                "unknown-region", Text("This region code does not exist.", "该地区编码不存在。")
            )
        country = parts["country"] = parts.get("country", "CN").upper()
        if not country.isalpha() or len(country) != 2:
            raise BadValue(
                "unknown-country",
                Text(
                    "The country is two letters, such as CN or DE.",
                    "国家为两位字母代码，例如 CN 或 DE。",
                ),
            )
        return {**parts, "text": address_text(parts)}

    def custom_expression(self, custom: Sql, key: Sql) -> Sql:
        """The JSON object."""
        return Sql("(") + custom + Sql("->") + key + Sql(")")

    def condition(self, operand: Operand) -> Sql:
        """`in_region` takes codes of provinces, cities or districts and matches everything below them."""
        if empty := self.empty_condition(operand):
            return empty
        if operand.operator == "contains":
            if not isinstance(operand.value, str):
                raise wrong_operand(operand, "a text", "一个文本")
            return (
                Sql("(")
                + operand.expression
                + Sql("->>'text') ILIKE ")
                + param(f"%{escape_like(operand.value)}%")
            )
        if operand.operator == "mine":
            codes = [code for word in operand.value if (code := _region(str(word)))]
            if not codes:
                return FALSE
        else:
            codes = list_operand(operand)
        if not codes or any(regions.name_of(code) is None for code in codes):
            raise wrong_operand(operand, "region codes such as 310000", "地区编码，例如 310000")
        region = Sql("(") + operand.expression + Sql("->>'region')")
        ranges = [
            Sql("(")
            + region
            + Sql(" >= ")
            + param(low)
            + Sql(" AND ")
            + region
            + Sql(" < ")
            + param(high)
            + Sql(")")
            for low, high in map(code_range, codes)
        ]
        return Sql.join(" OR ", ranges).wrapped()

    def to_text(self, value: Json, settings: Settings) -> str:
        """The readable whole."""
        return "" if value is None else str(value.get("text", ""))

    def from_text(self, text: str, settings: Settings) -> Json:
        """Parse free text; what names no Chinese region, in Chinese or in English, is kept as the street.

        A country at its end is taken for the country.
        """
        line = clean_line(text, PARTS["street"], lines=False)
        code, rest = regions.parse_address(line)
        if code is None and (code := find_english(line.split(","))):
            rest = ""
        if code:
            return self.clean({"region": code, "street": rest}, settings)
        ended = ending_in_country(line)
        if ended is None or ended.code == "CN":
            return self.clean({"street": line}, settings)
        return self.clean({"country": ended.code, "street": ended.rest}, settings)


def _region(word: str) -> str | None:
    """The code of a region by code or by name in either language."""
    if regions.name_of(word) is not None:
        return word
    return regions.parse_address(word)[0] or find_english([word])


def code_range(code: str) -> tuple[str, str]:
    """The half-open range of codes at or below `code`: 310000 -> (310000, 320000), 310100 -> (310100, 310200)."""
    digits = 2 if code.endswith("0000") else 4 if code.endswith("00") else 6
    upper = str(int(code[:digits]) + 1).zfill(digits)
    return code[:digits].ljust(6, "0"), upper.ljust(6, "0")


def address_text(parts: dict[str, str]) -> str:
    """One line: Chinese order where it is written in Chinese, street first elsewhere. A country nobody knows is left out."""
    region = regions.name_of(parts.get("region", "")) or ""
    home = parts["country"] == "CN"
    written = region + parts.get("city", "") + parts.get("street", "")
    if home and has_han(written):
        return written
    shown = [
        parts.get("street"),
        " ".join(filter(None, [parts.get("postcode"), parts.get("city")])),
        "" if home or parts["country"] == _UNKNOWN else parts["country"],
    ]
    return ", ".join(part for part in shown if part)
