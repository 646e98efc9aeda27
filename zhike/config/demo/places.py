"""Where invented people live: Chinese cities by weight with their districts, and a few cities abroad."""

from functools import lru_cache
from itertools import accumulate
from random import Random
from typing import Any, Final, NamedTuple

from zhike.kit import regions

_CITIES: Final = [
    "上海市:90",
    "北京市:60",
    "苏州市:45",
    "杭州市:45",
    "深圳市:42",
    "广州市:38",
    "南京市:34",
    "宁波市:30",
    "青岛市:28",
    "成都市:26",
    "武汉市:24",
    "无锡市:24",
    "天津市:20",
    "重庆市:20",
    "合肥市:20",
    "西安市:16",
    "长沙市:14",
    "郑州市:14",
    "济南市:14",
    "厦门市:12",
    "福州市:10",
    "常州市:16",
    "嘉兴市:12",
    "温州市:10",
    "佛山市:12",
    "东莞市:12",
    "大连市:8",
    "沈阳市:8",
    "昆明市:6",
    "南昌市:6",
    "南通市:10",
    "绍兴市:10",
    "石家庄市:5",
    "哈尔滨市:5",
    "长春市:5",
    "太原市:4",
    "贵阳市:4",
    "南宁市:5",
    "兰州市:3",
    "海口市:3",
    "呼和浩特市:2",
    "乌鲁木齐市:2",
    "银川市:2",
    "西宁市:1",
    "拉萨市:1",
    "烟台市:6",
    "潍坊市:5",
    "泉州市:6",
]
_STREETS: Final = [
    "人民路",
    "中山路",
    "解放路",
    "建设路",
    "和平路",
    "新华路",
    "长江路",
    "科技路",
    "创新大道",
    "工业园路",
    "滨江大道",
    "松岭路",
    "文化路",
    "学院路",
    "学府路",
    "湖滨路",
    "高新大道",
    "迎宾路",
    "朝阳路",
    "江南大道",
]
ABROAD: Final = (
    ("DE", "München", "80331", "Sendlinger Straße"),
    ("DE", "Hamburg", "20095", "Mönckebergstraße"),
    ("FR", "Lyon", "69002", "Rue de la République"),
    ("PT", "Lisboa", "1100-148", "Rua Augusta"),
    ("CZ", "Praha", "110 00", "Vodičkova"),
    ("CH", "Zürich", "8001", "Bahnhofstrasse"),
    ("GB", "Leeds", "LS1 4DY", "Park Row"),
    ("IE", "Dublin", "D02", "Dawson Street"),
    ("NL", "Utrecht", "3511", "Oudegracht"),
    ("SE", "Göteborg", "411 06", "Östra Hamngatan"),
    ("US", "Portland", "97204", "SW Oak Street"),
    ("SG", "Singapore", "049483", "Cecil Street"),
    ("JP", "Osaka", "530-0001", "Umeda"),
)


class City(NamedTuple):
    """A Chinese city: its name without the ending, and the codes of its districts."""

    name: str
    districts: tuple[str, ...]


@lru_cache(maxsize=1)
def _cities() -> tuple[list[City], list[int]]:
    districts: dict[str, tuple[str, ...]] = {}
    for province in regions.tree():
        if all(not part.children for part in province.children):
            districts[province.name] = tuple(part.code for part in province.children)
        for part in province.children:
            if part.children:
                districts[part.name] = tuple(leaf.code for leaf in part.children)
    found, weights = [], []
    for written in _CITIES:
        name, _, weight = written.partition(":")
        if name in districts:
            found.append(City(name.removesuffix("市"), districts[name]))
            weights.append(int(weight))
    return found, list(accumulate(weights))


def chinese_city(random: Random) -> City:
    """A city, big ones more often."""
    cities, weights = _cities()
    return random.choices(cities, cum_weights=weights)[0]


def chinese_address(random: Random, city: City) -> dict[str, Any]:
    """An address in the city, in the canonical form of the address kind."""
    region = random.choice(city.districts)
    street = f"{random.choice(_STREETS)} {random.randint(1, 999)} 号"
    return {
        "country": "CN",
        "region": region,
        "street": street,
        "text": (regions.name_of(region) or "") + street,
    }


def foreign_address(random: Random) -> dict[str, Any]:
    """An address outside China."""
    country, city, postcode, street = random.choice(ABROAD)
    street = f"{street} {random.randint(1, 120)}"
    return {
        "country": country,
        "city": city,
        "street": street,
        "postcode": postcode,
        "text": f"{street}, {postcode} {city}, {country}",
    }
