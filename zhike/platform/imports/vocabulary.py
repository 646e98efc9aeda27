"""What exports of other programs call their columns: Chinese and English, Outlook, Google, Thunderbird, Roundcube.

Headers are compared after `normal`, which drops case, digits, blanks and punctuation, so `E-mail 2 Address` is
`emailaddress`. A concept names the fields it may fill, best first; an object takes the first one it has.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from zhike.kit.words import has_han

_NOISE = re.compile(r"[\W\d_]+")
PLACES: Final = (
    "home",
    "business",
    "work",
    "other",
    "住宅",
    "家庭",
    "商务",
    "单位",
    "其他",
    "工作",
)


def normal(header: str) -> str:
    """A header reduced to its letters, lower case."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", header).lower())


@dataclass(frozen=True, slots=True)
class Concept:
    """A meaning a column may have. `part` says which part of the field it is; `headers` are normalised words."""

    fields: tuple[str, ...]
    headers: frozenset[str]
    part: str = ""


def _concept(fields: str, headers: str, part: str = "") -> Concept:
    return Concept(
        tuple(fields.split()), frozenset(normal(word) for word in headers.split("|")), part
    )


CONCEPTS: Final[tuple[Concept, ...]] = (
    _concept("name", "name|full name|display name|contact name|customer name|customer|contact|client|client name|person"
             "|姓名|名字|联系人|联系人姓名|客户姓名|客户名称|客户|客户名|全名|称呼|会员姓名|收货人|收件人|显示名|显示名称|昵称"),
    _concept("name", "first name|given name|firstname|forename|名|名字(名)", "given"),
    _concept("name", "last name|family name|surname|lastname|姓|姓氏", "family"),
    _concept("name", "middle name|additional name|middlename|中间名", "middle"),
    _concept("company account name", "company|company name|organization|organisation|organization name|organisation name|account"
             "|account name|employer|business name|firm|公司|公司名称|公司名|企业|企业名称|单位|单位名称|工作单位|所属公司|客户公司|客户单位|商户名称"),
    _concept("email", "email|e-mail|email address|e-mail address|mail|primary email|secondary email|email home|email work|email other"
             "|e-mail value|email value|e-mail 1 - value|personal email|work email|邮箱|电子邮箱|电子邮件|电子邮件地址|邮件|邮件地址|邮箱地址|邮箱账号"),
    _concept("phone", "phone|mobile|mobile phone|cell|cell phone|cellphone|mobile number|phone number|telephone|tel|primary phone|home mobile"
             "|phone value|contact number|手机|手机号|手机号码|电话|电话号码|联系电话|联系方式|移动电话|联系人电话|手机电话|收货电话|会员手机"),
    _concept("phone", "home phone|business phone|work phone|office phone|other phone|company main phone|car phone|座机|固定电话|固话|办公电话|商务电话|住宅电话|单位电话|公司电话|家庭电话|其他电话"),
    _concept("job_title title position", "job title|title|position|role|organization title|occupation|职务|职位|岗位|头衔|职称|职业"),
    _concept("website domain", "website|web site|url|web page|homepage|home page|website home page|website value|personal web page|网址|网站|主页|官网|网页"),
    _concept("address", "address|full address|mailing address|home address|business address|work address|other address|address formatted"
             "|shipping address|location|地址|联系地址|通讯地址|详细地址|收货地址|公司地址|单位地址|家庭地址|住址|原始地址|办公地址"),
    _concept("address", "street|home street|business street|work street|other street|street address|address street|home address 2|街道|街道地址|门牌号", "street"),
    _concept("address", "city|town|home city|business city|work city|other city|address city|城市|市|所在城市|地市", "city"),
    _concept("address", "state|province|region|home state|business state|work state|other state|address region|省|省份|州|州省|所在省份|省市|地区|所在地区|所在地", "region"),
    _concept("address", "district|county|区|区县|县|县区", "district"),
    _concept("address", "zip|zip code|zipcode|postal code|postcode|home zip|home zipcode|home postal code|business postal code|work zip|work zipcode"
             "|other postal code|address postal code|business zip|邮编|邮政编码", "postcode"),
    _concept("address", "country|country region|home country|business country|work country|other country|home country/region|business country/region"
             "|other country/region|address country|国家|国家地区", "country"),
    _concept("birth_date", "birthday|birth date|date of birth|dob|born|生日|出生日期|出生年月|出生"),
    _concept("gender", "gender|sex|性别"),
    _concept("tags", "tags|tag|labels|label|categories|category|group|groups|group membership|标签|分组|群组|客户标签|类别|客户类型|会员标签"),
    _concept("interests", "interests|interest|hobby|hobbies|兴趣|爱好|兴趣爱好|兴趣偏好|偏好"),
    _concept("description", "notes|note|description|comments|comment|remark|remarks|memo|备注|说明|描述|客户备注|附注|注释"),
    _concept("source", "source|lead source|channel|origin|来源|客户来源|渠道|获客渠道|线索来源"),
    _concept("stage status", "stage|status|lifecycle stage|阶段|客户阶段|状态|客户状态"),
    _concept("owner", "owner|account owner|sales rep|sales agent|assigned to|salesperson|负责人|所属人|归属人|跟进人|业务员|销售|销售员|客户经理"),
    _concept("industry", "industry|sector|行业|所属行业"),
    _concept("size", "size|company size|employees|number of employees|规模|公司规模|企业规模|人员规模|员工数"),
    _concept("sku", "sku|stock code|product code|item code|item number|商品编码|货号|产品编号|产品编码|商品编号"),
    _concept("category", "category|product category|类别|分类|商品分类|产品类别"),
    _concept("price", "price|unit price|list price|单价|价格|售价"),
    _concept("number", "number|no|order number|order no|order id|invoice|invoice no|invoice number|编号|订单号|订单编号|单号|合同编号|发票号"),
    _concept("ordered_at", "ordered at|order date|order time|invoice date|date|purchase date|purchased at|下单时间|下单日期|订单时间|订单日期|购买时间|购买日期|交易时间|成交时间|日期"),
    _concept("total amount", "total|amount|order total|grand total|total amount|金额|总额|总金额|订单金额|合计|实付金额|成交金额"),
    _concept("contact", "contact|customer|customer name|customer id|customer no|customer number|buyer|联系人|客户|客户姓名|会员|客户编号|会员号|会员编号|买家|收货人"),
)  # fmt: skip


@lru_cache(maxsize=1)
def _by_header() -> dict[str, tuple[Concept, ...]]:
    found: dict[str, list[Concept]] = {}
    for concept in CONCEPTS:
        for header in concept.headers:
            found.setdefault(header, []).append(concept)
    return {header: tuple(concepts) for header, concepts in found.items()}


def concepts_of(header: str) -> tuple[Concept, ...]:
    """The meanings of a header: exact, else the longest known Chinese word it ends or begins with."""
    word = normal(header)
    known = _by_header()
    if word in known:
        return known[word]
    if not has_han(word):
        return ()
    for size in range(len(word) - 1, 1, -1):
        for piece in (word[-size:], word[:size]):
            if piece in known:
                return known[piece]
    return ()


def place_of(header: str) -> str:
    """Which of several addresses a header belongs to: `home`, `business`, …, or nothing."""
    word = normal(header)
    return next((place for place in PLACES if word.startswith(place)), "")
