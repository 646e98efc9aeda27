"""Makes people, companies and their orders from a seed: the same seed and size give the same data, of any size.

What is made hangs together: addresses have region codes, e-mail addresses follow the name and the company, purchases have
seasons and a long tail, and the stage of a person follows from what they bought. No database and no Django here.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from math import exp
from random import Random
from typing import Any, Final, NamedTuple

from zhike.config.demo import trade
from zhike.config.demo.names import Name, chinese_name, western_name
from zhike.config.demo.places import chinese_address, chinese_city, foreign_address

ABROAD_SHARE: Final = 0.12
EMPLOYED_SHARE: Final = 0.72
LAPSED_AFTER: Final = timedelta(days=180)
VIP_FROM: Final = 50_000
# Orders of a person who was there all the time: how many, and how often that many. Over all people the mean is 5.
_COUNTS: Final = (
    [0, 1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 26, 36],
    [17, 31, 42, 52, 61, 70, 78, 85, 90, 94, 97, 99, 100],
)
_OLD_SHARE: Final = 0.5
# January to December: spring festival is quiet, 618 and double eleven are not.
_SEASONS: Final = (0.9, 0.6, 1.0, 1.0, 1.05, 1.3, 0.9, 0.9, 1.05, 1.0, 1.7, 1.15)
_MOBILE: Final = [
    "135",
    "136",
    "137",
    "138",
    "139",
    "150",
    "151",
    "152",
    "158",
    "159",
    "186",
    "188",
    "189",
    "177",
    "180",
    "199",
    "131",
    "132",
    "155",
    "166",
]
_SOURCES: Final = (
    ["referral", "website", "wechat", "event", "advertising", "phone", "store"],
    [18, 40, 64, 78, 88, 95, 100],
)
_CHANNELS: Final = (["web", "wechat", "sales", "store"], [38, 66, 92, 100])
_SHANGHAI: Final = timedelta(hours=8)


class Line(NamedTuple):
    """One line of an order; prices in whole yuan."""

    product: trade.Product
    quantity: int

    @property
    def amount(self) -> int:
        """What the line costs."""
        return self.product.price * self.quantity


class Order(NamedTuple):
    """A purchase. `state` is completed, shipped, paid or cancelled."""

    number: str
    at: datetime
    state: str
    channel: str
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        """What the order costs."""
        return sum(line.product.price * line.quantity for line in self.lines)


@dataclass(frozen=True, slots=True)
class Company:
    """An organisation; `index` counts from 0."""

    index: int
    name: str
    domain: str
    industry: str
    size: str
    phone: str
    address: dict[str, Any]
    tags: list[str]
    created_at: datetime

    @property
    def abroad(self) -> bool:
        """Whether it is outside China."""
        return bool(self.address["country"] != "CN")


@dataclass(frozen=True, slots=True)
class Person:
    """A contact with everything bought; `company` is an index or None. `consented` allows marketing by e-mail."""

    index: int
    name: str
    email: str
    phone: str
    company: int | None
    job_title: str
    gender: str
    birth_date: date | None
    address: dict[str, Any]
    stage: str
    source: str
    tags: list[str]
    interests: list[str]
    basis: str
    consented: bool
    created_at: datetime
    orders: tuple[Order, ...]

    @property
    def counted(self) -> list[Order]:
        """The orders that were not cancelled."""
        return [order for order in self.orders if order.state != "cancelled"]


class Maker:
    """Makes `people` contacts over `days` days before `until`, one company to every `per_company` of them."""

    def __init__(
        self,
        people: int,
        *,
        until: datetime,
        seed: int = 20261123,
        days: int = 540,
        companies: int | None = None,
        most_lines: int = 4,
    ) -> None:
        self._random = Random(seed)  # noqa: S311 - invented data, no secret
        self._until = until
        self._days = days
        self._first_day = until - timedelta(days=days)
        self._most_lines = most_lines
        self._people = people
        self._emails: set[str] = set()
        self._orders = 0
        self._season = list(accumulate(self._weight(day) for day in range(days)))
        self.companies = list(self._companies(companies or max(1, people // 10)))
        self._home = [company for company in self.companies if not company.abroad]
        self._abroad = [company for company in self.companies if company.abroad]

    def _weight(self, day: int) -> float:
        at = self._first_day + timedelta(days=day)
        growth = 0.7 + 0.6 * day / self._days
        return _SEASONS[at.month - 1] * growth * (0.45 if at.weekday() >= 5 else 1.0)

    def _companies(self, count: int) -> Iterator[Company]:
        random = self._random
        names: set[str] = set()
        domains: set[str] = set()
        for index in range(count):
            while True:
                if random.random() < ABROAD_SHARE:
                    address = foreign_address(random)
                    firm = trade.foreign_firm(random, western_name(random), address["country"])
                else:
                    city = chinese_city(random)
                    address = chinese_address(random, city)
                    firm = trade.chinese_firm(random, city.name)
                name = firm.name if len(names) < 40_000 else f"{firm.name}{index % 97}厂"
                if name not in names:
                    break
            names.add(name)
            domain = f"{firm.stem}.example"
            if domain in domains:
                domain = f"{firm.stem}{index}.example"
            domains.add(domain)
            yield Company(
                index=index,
                name=name,
                domain=domain,
                industry=firm.industry,
                size=random.choices(trade.SIZES[0], cum_weights=trade.SIZES[1])[0],
                phone=self._landline(index, address),
                address=address,
                tags=["重点"] if random.random() < 0.08 else [],
                created_at=self._moment(int(self._days * random.random() ** 2)),
            )

    @staticmethod
    def _landline(index: int, address: dict[str, Any]) -> str:
        if address["country"] != "CN":
            return ""
        return f"+8621{50_000_000 + index * 7_919 % 19_999_999}"

    def _moment(self, day: int) -> datetime:
        """A moment in the working hours of a day, to the second, never after `until`."""
        seconds = int((9 + 11 * self._random.random()) * 3600)
        start = self._first_day.replace(hour=0, minute=0, second=0, microsecond=0) - _SHANGHAI
        return min(start + timedelta(days=day + 1, seconds=seconds), self._until)

    def people(self) -> Iterator[Person]:
        """Every person in order of making."""
        for index in range(self._people):
            yield self._person(index)

    def _person(self, index: int) -> Person:
        random = self._random
        abroad = random.random() < ABROAD_SHARE
        name = western_name(random) if abroad else chinese_name(random)
        firms = self._abroad if abroad else self._home
        company = random.choice(firms) if firms and random.random() < EMPLOYED_SHARE else None
        joined = 0 if random.random() < _OLD_SHARE else int(self._days * random.random())
        orders = self._purchases(joined, employed=company is not None)
        counted = [order for order in orders if order.state != "cancelled"]
        spent = sum(order.total for order in counted)
        source = random.choices(_SOURCES[0], cum_weights=_SOURCES[1])[0]
        consented = random.random() < (0.85 if counted else 0.6)
        address = company.address if company else self._own_address(abroad)
        jobs = trade.FOREIGN_JOBS if abroad else trade.JOBS
        return Person(
            index=index,
            name=name.shown,
            email=self._email(name, company, index),
            phone="" if abroad else self._mobile(index),
            company=company.index if company else None,
            job_title=random.choice(jobs) if company else "",
            gender=name.gender,
            birth_date=self._birthday() if random.random() < 0.6 else None,
            address=address,
            stage=self._stage(counted),
            source=source,
            tags=self._tags(spent, source, abroad=abroad),
            interests=random.sample(trade.INTERESTS, random.randint(0, 3)),
            basis="consent" if consented else "contract" if counted else "interest",
            consented=consented,
            created_at=min(self._moment(joined), orders[0].at if orders else self._until),
            orders=orders,
        )

    def _own_address(self, abroad: bool) -> dict[str, Any]:
        random = self._random
        return foreign_address(random) if abroad else chinese_address(random, chinese_city(random))

    def _mobile(self, index: int) -> str:
        # An odd multiplier that 5 does not divide visits all eight-digit endings before one comes twice.
        return f"+86{self._random.choice(_MOBILE)}{index * 48_271_993 % 100_000_000:08d}"

    def _email(self, name: Name, company: Company | None, index: int) -> str:
        if company is not None:
            local, domain = f"{name.given}.{name.family}", company.domain
        else:
            local = f"{name.family}{name.given}"
            domain = ("post.example", "mail.example", "youxiang.example")[index % 3]
        email = f"{local}@{domain}"
        if email in self._emails:
            email = f"{local}{index}@{domain}"
        self._emails.add(email)
        return email

    def _birthday(self) -> date:
        return date(1958, 1, 1) + timedelta(days=int(self._random.triangular(0, 17_500, 10_500)))

    def _stage(self, counted: list[Order]) -> str:
        if not counted:
            return self._random.choices(
                ["contact", "interest", "intent"], cum_weights=[40, 75, 100]
            )[0]
        if self._until - counted[-1].at > LAPSED_AFTER:
            return "lapsed"
        return "repeat" if len(counted) > 1 else "customer"

    def _tags(self, spent: int, source: str, *, abroad: bool) -> list[str]:
        random = self._random
        chances = (
            ("VIP", 1.0 if spent >= VIP_FROM else 0.0),
            ("展会", 0.8 if source == "event" else 0.0),
            ("海外", 1.0 if abroad else 0.0),
            ("会员", 0.18 if spent else 0.02),
            ("续约", 0.06 if spent else 0.0),
            ("投诉", 0.015 if spent else 0.0),
        )
        return [tag for tag, chance in chances if chance and random.random() < chance]

    def _purchases(self, joined: int, *, employed: bool) -> tuple[Order, ...]:
        random = self._random
        present = 0.4 + 0.6 * (1 - joined / self._days)
        count = round(present * random.choices(_COUNTS[0], cum_weights=_COUNTS[1])[0])
        if not count:
            return ()
        last_day = self._days - 1
        # A quarter of the customers stop at some time; the rest go on to the end.
        end = random.randint(joined, last_day) if random.random() < 0.25 else last_day
        low = self._season[joined - 1] if joined else 0.0
        high = self._season[min(end, last_day)]
        size = random.gauss(0.9 if employed else 0.1, 0.9)
        days = sorted(
            min(bisect_left(self._season, low + (high - low) * random.random()), last_day)
            for _ in range(count)
        )
        moments = sorted(self._moment(day) for day in days)
        return tuple(self._order(at, size) for at in moments)

    def _order(self, at: datetime, size: float) -> Order:
        random = self._random
        self._orders += 1
        count = random.randint(1, self._most_lines)
        lines = tuple(
            Line(trade.draw_product(random), max(1, round(exp(random.gauss(size, 0.7)))))
            for _ in range(count)
        )
        age = self._until - at
        state = (
            "cancelled"
            if random.random() < 0.03
            else "completed"
            if age.days > 10
            else "shipped"
            if age.days > 2
            else "paid"
        )
        return Order(
            number=f"DD{(at + _SHANGHAI):%Y%m%d}{self._orders:07d}",
            at=at,
            state=state,
            channel=random.choices(_CHANNELS[0], cum_weights=_CHANNELS[1])[0],
            lines=lines,
        )
