"""Divisions of China (GB/T 2260): names, codes, the tree for a picker, and reading them out of a written address.

A code has six digits, two for each of province, city and district: `310104` is 徐汇区 of `310000` 上海市. Levels that
exist only for administration (市辖区, 省直辖县级行政区划) are left out of names and of the tree.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

_DATA: Final = Path(__file__).with_name("data") / "regions.json"
_HIDDEN: Final = frozenset(("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"))
_PROVINCE_ENDS = re.compile(r"(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|省|市)\Z")
_PEOPLES: Final = (
    "土家族苗族|苗族侗族|布依族苗族|哈尼族彝族|藏族羌族|傣族景颇族|蒙古族藏族|朝鲜族|蒙古|回族|藏族|彝族|白族|壮族苗族|傣族"
    "|傈僳族|哈萨克|柯尔克孜"
)
_CITY_ENDS = re.compile(rf"(?:(?:{_PEOPLES})?自治州|地区|盟|市)\Z")
_DISTRICT_ENDS = re.compile(r"(?:自治县|自治旗|区|县|市|旗)\Z")
_SPACE = re.compile(r"[\s,，、/·\-|]+")
_COUNTRY = re.compile(r"(?:中华人民共和国|中国|P\.?R\.? ?China)", re.IGNORECASE)
# After a name without its ending these make it something else: 黄浦路 is no 黄浦区, 北京东路 not in 北京, 朝阳区 not 朝阳市.
_OTHER_THING = re.compile(
    r"[东西南北中]?[一二三四五六七八九十]?(?:大?[路街道巷弄]|大街|胡同|[村镇乡桥区县市])"
)


class Names(dict[str, "Region"]):
    """Divisions by every way they are written; complete before it is first searched."""

    @cached_property
    def sizes(self) -> dict[str, list[int]]:
        """How long the names are that begin with two characters, longest first. No name is shorter than two."""
        found: dict[str, set[int]] = {}
        for name in self:
            found.setdefault(name[:2], set()).add(len(name))
        return {start: sorted(sizes, reverse=True) for start, sizes in found.items()}


@dataclass(slots=True)
class Region:
    """One division. `children` holds its parts by name; `path` is its name after those above it, once each: `上海市徐汇区`."""

    code: str
    name: str
    parent: "Region | None"
    hidden: bool = False
    parts: list["Region"] = field(default_factory=list)
    children: Names = field(default_factory=Names)
    path: str = field(init=False)

    def __post_init__(self) -> None:
        above = self.parent.path if self.parent else ""
        self.path = above if self.hidden else above + self.name


class Written(NamedTuple):
    """A written address, divided: the code of the smallest division recognised (None for none) and what follows."""

    code: str | None
    rest: str


class Node(NamedTuple):
    """A division and the shown divisions inside it, for a picker."""

    code: str
    name: str
    children: tuple["Node", ...]


@dataclass(slots=True)
class _Index:
    by_code: dict[str, Region]
    provinces: list[Region]
    names: Names
    """What an address may begin with: provinces, cities, and districts whose full name is the only one."""


def _short(name: str, ends: re.Pattern[str]) -> str | None:
    short = ends.sub("", name)
    return short if short != name and len(short) > 1 else None


def _add_names(region: Region, names: dict[str, Region], ends: re.Pattern[str]) -> None:
    """Enter the full and short name; a name that means two divisions means neither."""
    for name in {region.name, _short(region.name, ends)} - {None}:
        assert name is not None
        if name in names and names[name] is not region:
            if name == region.name:
                names[name] = region
        else:
            names[name] = region


@lru_cache(maxsize=1)
def _index() -> _Index:
    data: dict[str, list[object]] = json.loads(_DATA.read_text(encoding="utf-8"))["regions"]
    index = _Index({}, [], Names())
    city_names: dict[str, Region] = {}
    district_names: dict[str, Region] = {}
    twice: set[str] = set()
    for province_code, (province_name, cities) in data.items():
        assert isinstance(province_name, str)
        assert isinstance(cities, dict)
        province = Region(f"{province_code}0000", province_name, None)
        index.by_code[province.code] = province
        index.provinces.append(province)
        _add_names(province, index.names, _PROVINCE_ENDS)
        districts_of_province: list[Region] = []
        for city_code, (city_name, districts) in cities.items():
            city = Region(
                f"{province_code}{city_code}00",
                city_name,
                province,
                city_name in _HIDDEN,
            )
            index.by_code[city.code] = city
            province.parts.append(city)
            if not city.hidden:
                _add_names(city, province.children, _CITY_ENDS)
                _add_names(city, city_names, _CITY_ENDS)
            for district_code, written_name in districts.items():
                district_name = written_name.removeprefix(city_name) or written_name
                district = Region(f"{province_code}{city_code}{district_code}", district_name, city)
                index.by_code[district.code] = district
                city.parts.append(district)
                _add_names(district, city.children, _DISTRICT_ENDS)
                districts_of_province.append(district)
                if district_name in district_names:
                    twice.add(district_name)
                district_names[district_name] = district
        for district in districts_of_province:
            parent = district.parent
            if parent is not None and parent.hidden:
                _add_names(district, province.children, _DISTRICT_ENDS)
            else:
                province.children.setdefault(district.name, district)
    for name, region in (city_names | district_names).items():
        if name not in twice:
            index.names.setdefault(name, region)
    return index


def get(code: str) -> Region | None:
    """The division of a six-digit code, or None."""
    return _index().by_code.get(code)


def name_of(code: str) -> str | None:
    """The full name of a code (`浙江省杭州市西湖区`), or None for a code that is not known."""
    region = get(code)
    return region.path if region else None


def names_of(code: str) -> list[str]:
    """The names of a division and those above it, widest first: `["上海市", "徐汇区"]`; empty for an unknown code."""
    region = get(code)
    names: list[str] = []
    while region is not None:
        if not region.hidden:
            names.insert(0, region.name)
        region = region.parent
    return names


def prefix(code: str) -> str:
    """The digits all codes inside a division begin with: `31` for `310000`, `310104` for a district."""
    while code.endswith("00") and len(code) > 2:
        code = code[:-2]
    return code


def tree() -> tuple[Node, ...]:
    """All provinces with their cities and districts, administrative levels left out."""
    return tuple(_node(province) for province in _index().provinces)


def _node(region: Region) -> Node:
    return Node(region.code, region.name, tuple(_node(part) for part in _shown_parts(region)))


def _shown_parts(region: Region) -> Iterator[Region]:
    for part in region.parts:
        if part.hidden:
            yield from part.parts
        else:
            yield part


def _starting(text: str, names: Names) -> tuple[Region, str] | None:
    """The division whose name `text` begins with, longest name first, and the text after it."""
    for size in names.sizes.get(text[:2], ()):
        name = text[:size]
        region = names.get(name)
        # A text that ends before the name does is no match, though it may be a shorter name.
        if region is None or len(name) < size:
            continue
        rest = text[size:]
        if name != region.name and _OTHER_THING.match(rest):
            continue
        return region, rest
    return None


def parse_address(text: str) -> Written:
    """Divide a written Chinese address into the code of its division and the rest.

    Levels may be missing (`深圳南山区…`) and endings left out (`上海徐汇…`); a district alone counts when only one
    bears that name. The rest of an address that is not recognised is the text itself.
    """
    index = _index()
    whole = text.strip()
    left = _COUNTRY.sub("", whole, count=1) if _COUNTRY.match(whole) else whole
    left = _SPACE.sub("", left[:2]) + left[2:] if left[:1] in " ,，、" else left
    hit = _starting(left, index.names)
    if hit is None:
        return Written(None, whole)
    found, left = hit
    while True:
        left = left.lstrip(" ,，、/·-|　")
        # 上海市上海市徐汇区 and 北京市市辖区东城区 are common in forms with three boxes.
        for repeated in (found.name, "市辖区"):
            if left.startswith(repeated) and len(left) > len(repeated):
                left = left.removeprefix(repeated).lstrip()
        hit = _starting(left, found.children)
        if hit is None:
            return Written(found.code, left.strip())
        found, left = hit


def find(name: str) -> str | None:
    """The code of a division by its name alone (`上海`, `徐汇区`, `浙江省杭州市`), or None unless nothing is left over."""
    code, rest = parse_address(name)
    return code if code and not rest else None
