"""The files a marketer brings along."""

import csv
import gzip
import io
from pathlib import Path

from tests.browser.product import PROJECT

RETAIL = PROJECT.parent / "shared" / "data" / "online_retail_q"

CONTACTS = """姓名,手机,邮箱,公司名称,职务,地址,标签
司徒望舒,13900010001,wangshu@import.example,望舒文化,采购经理,上海市徐汇区漕溪北路 1 号,展会;VIP
尉迟青禾,13900010002,qinghe@import.example,青禾农业,总经理,上海市浦东新区世纪大道 8 号,展会
Ada Muster,+49 171 2345678,ada@import.example,Muster GmbH,Buyer,,EU
坏邮箱,13900010004,not-an-address,青禾农业,职员,,
澹台明月,12345,mingyue@import.example,望舒文化,设计师,,
"""
"""Five rows: one with an e-mail address that is none, one with a phone number that is none."""

CONTACTS_AGAIN = """Name,E-mail Address,Mobile Phone,Company,Job Title
司徒望舒,wangshu@import.example,13900010001,望舒文化,采购总监
Bela Neumann,bela@import.example,+49 171 2345679,Muster GmbH,Buyer
"""
"""One row of somebody known, with a new job title; one of somebody new. Headers as Outlook writes them."""

CHINESE_EXCEL = """客户姓名,联系电话,电子邮箱,单位名称,所在城市
令狐采薇,13900010011,caiwei@import.example,采薇丝绸,苏州市
独孤听雨,13900010012,tingyu@import.example,采薇丝绸,杭州市
"""


def file_of(name: str, text: str, encoding: str = "utf-8") -> dict[str, object]:
    """A file for `set_input_files`."""
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode(encoding)}


def retail_orders(rows: int) -> str:
    """The first lines of the real shop's order lines, whole invoices only."""
    with gzip.open(_only(RETAIL), "rt", encoding="utf-8") as source:
        reader = csv.reader(source)
        header = next(reader)
        taken: list[list[str]] = []
        for row in reader:
            if len(taken) >= rows and row[0] != taken[-1][0]:
                break
            taken.append(row)
    out = io.StringIO()
    csv.writer(out).writerows([header, *taken])
    return out.getvalue()


def _only(folder: Path) -> Path:
    return next(folder.glob("*.csv.gz"))
