"""What the invented house sells, to which industries, and how its customers' companies are called."""

from itertools import accumulate
from random import Random
from typing import Final, NamedTuple

from zhike.config.demo.names import Name
from zhike.kit.pinyin import syllables

# Industry: weight, endings of company names.
_INDUSTRIES: Final[dict[str, tuple[int, str]]] = {
    "manufacturing": (34, "精密 机械 机电 重工 装备 新材 模具 光电 电气 液压"),
    "technology": (12, "软件 科技 智能 数科 信息"),
    "logistics": (9, "物流 供应链 港通物流 速运"),
    "energy": (8, "能源 电力 新能源 风电"),
    "construction": (8, "建设 置业 建工 幕墙"),
    "retail": (8, "商贸 百货 茶业 贸易"),
    "health": (5, "医疗 医药 生物"),
    "hospitality": (4, "酒店 餐饮 食品"),
    "education": (4, "教育 培训"),
    "agriculture": (4, "农业 农机 牧业"),
    "media": (2, "文化 设计 传媒"),
    "public": (2, "水务 公交 园区服务"),
}
_FIRST: Final = "海云和锐恒拓知微新宏华金东鼎泰安盛瑞博思凌天中正立远昌润星辰嘉佳康百优卓领鑫荣永合同德启明汇联众诚信达航"
_SECOND: Final = "川帆光视立普行纳锐达泽盛源丰宇峰成科创腾驰通达力信诚邦泰和兴隆昌业洋航图联智景岳岭林森桥港湾禾田"
_FOREIGN: Final = [
    "Import",
    "Trade",
    "Bearings",
    "Technik",
    "Systems",
    "Maschinenbau",
    "Engineering",
    "Logistics",
    "Tools",
    "Components",
]
_FORMS: Final = {
    "DE": "GmbH",
    "FR": "SARL",
    "PT": "Lda",
    "CZ": "s.r.o.",
    "CH": "AG",
    "GB": "Ltd",
    "IE": "Ltd",
}
SIZES: Final = (["micro", "small", "medium", "large", "huge"], [30, 68, 90, 98, 100])
JOBS: Final = [
    "采购经理",
    "采购总监",
    "设备主管",
    "设备工程师",
    "生产经理",
    "厂长",
    "总经理",
    "副总经理",
    "维修主管",
    "仓库主管",
    "技术总监",
    "项目经理",
    "财务经理",
    "行政主管",
    "销售总监",
]
FOREIGN_JOBS: Final = [
    "Purchasing Manager",
    "Head of Procurement",
    "Maintenance Engineer",
    "Plant Manager",
    "Owner",
    "Operations Director",
    "Buyer",
]
INTERESTS: Final = [
    "轴承",
    "润滑",
    "密封",
    "传动",
    "气动",
    "刀具",
    "安防",
    "仓储",
    "维保服务",
    "状态监测",
]

_names = list(_INDUSTRIES)
_weights = list(accumulate(weight for weight, _ in _INDUSTRIES.values()))
_endings = {industry: endings.split() for industry, (_, endings) in _INDUSTRIES.items()}


class Firm(NamedTuple):
    """What a company is called, the stem of its domain, and its industry."""

    name: str
    stem: str
    industry: str


def chinese_firm(random: Random, city: str) -> Firm:
    """A company such as 青岛海川精密."""
    industry = random.choices(_names, cum_weights=_weights)[0]
    ending = random.choice(_endings[industry])
    brand = random.choice(_FIRST) + random.choice(_SECOND)
    return Firm(f"{city}{brand}{ending}", "".join(syllables(brand)), industry)


def foreign_firm(random: Random, owner: Name, country: str) -> Firm:
    """A company such as Keller Bearings AG."""
    word = random.choice(_FOREIGN)
    shown = owner.shown.partition(" ")[2]
    form = _FORMS.get(country, "Inc.")
    return Firm(f"{shown} {word} {form}", f"{owner.family}-{word.lower()}", "manufacturing")


class Product(NamedTuple):
    """Something to sell; `popularity` is how often it is bought compared with the others."""

    sku: str
    name: str
    category: str
    price: int
    popularity: int


PRODUCTS: Final = tuple(
    Product(sku, name, category, int(price), int(popularity))
    for sku, name, category, price, popularity in (
        line.split("|")
        for line in (
            "ZC-6204|深沟球轴承 6204|轴承|28|90",
            "ZC-6308|深沟球轴承 6308|轴承|86|70",
            "ZC-7210|角接触球轴承 7210|轴承|168|44",
            "ZC-22216|调心滚子轴承 22216|轴承|690|26",
            "ZC-NU312|圆柱滚子轴承 NU312|轴承|420|24",
            "ZC-UCP208|带座轴承 UCP208|轴承|95|52",
            "ZC-LM25|直线轴承 LM25|轴承|46|40",
            "RH-3L1|锂基润滑脂 1 kg|润滑|58|85",
            "RH-3L15|锂基润滑脂 15 kg|润滑|620|30",
            "RH-HT1|高温润滑脂 1 kg|润滑|138|46",
            "RH-46|抗磨液压油 46 号 18 L|润滑|315|38",
            "RH-320|齿轮油 320 号 18 L|润滑|398|30",
            "RH-ZD|自动加脂器|润滑|265|28",
            "RH-TZ|润滑套件（脂、枪、色标）|润滑|880|22",
            "MF-TC|骨架油封套装|密封|72|55",
            "MF-OR|O 型圈盒 382 件|密封|88|60",
            "MF-JX|机械密封 108-35|密封|156|30",
            "MF-PTFE|四氟垫片套装|密封|64|34",
            "CD-A|三角带 A 型 1400|传动|24|66",
            "CD-HTD|同步带 HTD 8M|传动|118|42",
            "CD-08B|滚子链 08B 5 m|传动|142|36",
            "CD-LZ|弹性联轴器 LZ3|传动|360|24",
            "CD-WG|蜗轮减速机 NMRV063|传动|980|18",
            "CD-DJ|三相异步电机 2.2 kW|传动|1450|16",
            "QD-SC|标准气缸 SC63x100|气动|178|34",
            "QD-4V|电磁阀 4V210-08|气动|86|46",
            "QD-PU|PU 气管 8 mm 100 m|气动|165|38",
            "QD-AC|气源处理三联件|气动|212|28",
            "DJ-CNMG|车刀片 CNMG120408 10 片|刀具|320|36",
            "DJ-D6|硬质合金立铣刀 D6|刀具|78|48",
            "DJ-ZT|麻花钻套装 25 支|刀具|236|32",
            "AF-MJ|防护眼镜 12 副|安防|156|40",
            "AF-ST|防割手套 12 双|安防|108|54",
            "AF-ET|降噪耳塞 200 副|安防|96|36",
            "CC-HJ|中型货架 2 m|仓储|560|20",
            "CC-ZL|物料周转箱 10 个|仓储|280|26",
            "WB-XJ|季度设备巡检|维保服务|2800|14",
            "WB-ND|年度维保合同|维保服务|16800|5",
            "JC-ZD|无线振动传感器|状态监测|1980|14",
            "JC-WD|红外测温仪|状态监测|460|26",
        )
    )
)
_popularity = list(accumulate(product.popularity for product in PRODUCTS))


def draw_product(random: Random) -> Product:
    """A product, popular ones more often."""
    return random.choices(PRODUCTS, cum_weights=_popularity)[0]
