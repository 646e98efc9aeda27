"""`python -m bench.make_data 1m`: an installation with that many contacts, made once and kept. A million takes minutes."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from bench.copying import Bare, Table
from bench.homes import CHIEF, MADE, PERSON, SIZES, dsn, use

SEED = 20261123
UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
"""The data end here, so that they are the same on every day; filters of benches name dates, not "the last days"."""
USERS, TEAM_SIZE = 40, 5
_RECORD = "id version owner_id created_at updated_at created_by_id updated_by_id custom deleted_at"
TABLES = {
    "records_entry": "id object title sort_key search",
    "customer_company": f"{_RECORD} name domain industry size phone website address tags description",
    "customer_contact": f"{_RECORD} name email phone other_emails other_phones company_id job_title stage source gender"
    " birth_date address tags interests description basis last_contacted_at order_count spent spent_currency"
    " average_order average_order_currency first_order_at last_order_at",
    "changes_change": "id at actor_id via object record verb before after",
    "purchase_order": f"{_RECORD} number contact_id company_id ordered_at status total total_currency channel note",
    "consent_consent": "id contact_id purpose channel status source notice_version evidence at written_at",
    "consent_consentstate": "contact_id purpose channel status at line_id",
}
"""The columns filled of each table."""


STATES = {"completed": "done", "shipped": "shipped", "paid": "paid", "cancelled": "cancelled"}
CHANNELS = {"web": "web_shop", "wechat": "wechat", "sales": "distributor", "store": "store"}


class Ids:
    """Version 7 ids that are the same in every run: the time of the record, then bits from the seed."""

    def __init__(self) -> None:
        self._random = Random(SEED)

    def __call__(self, at: datetime) -> UUID:
        """The next id of a record made at that time."""
        stamp = int(at.timestamp() * 1000)
        bits = self._random.getrandbits(74)
        value = (
            (stamp << 80)
            | (0x7 << 76)
            | ((bits >> 62) << 64)
            | (0b10 << 62)
            | (bits & ((1 << 62) - 1))
        )
        return UUID(int=value)


class Fill:
    """Writes what the maker makes into the open tables."""

    def __init__(self, tables: dict[str, Table], users: list[UUID]) -> None:
        from zhike.kit.words import sort_key, vector  # imports nothing of Django

        self._tables, self._users = tables, users
        self._sort_key, self._vector = sort_key, vector
        self._id, self._random = Ids(), Random(SEED + 1)
        self._companies: list[UUID] = []

    def _owner(self) -> UUID | None:
        return None if self._random.random() < 0.02 else self._random.choice(self._users)

    def _system(self, id_: UUID, at: datetime) -> list[Any]:
        """The columns every record begins with."""
        user = self._random.choice(self._users)
        changed = min(at + timedelta(seconds=self._random.expovariate(1 / 5_000_000)), UNTIL)
        return [id_, 1, self._owner(), at, changed, user, user, {}, None]

    def _entry(self, id_: UUID, object_key: str, title: str, texts: list[tuple[str, Any]]) -> None:
        words = self._vector([(text, weight) for text, weight in texts if text])
        self._tables["records_entry"].add([id_, object_key, title, self._sort_key(title), words])

    def _created(self, id_: UUID, object_key: str, at: datetime, after: dict[str, Any]) -> None:
        user = self._users[id_.int % len(self._users)]
        self._tables["changes_change"].add(
            [self._id(at), at, user, "import", object_key, id_, "create", {}, after]
        )

    def company(self, made: Any) -> None:
        """One company."""
        id_ = self._id(made.created_at)
        self._companies.append(id_)
        tags = " ".join(made.tags)
        self._entry(
            id_,
            "company",
            made.name,
            [(made.name, "A"), (made.domain, "B"), (made.phone, "B"), (tags, "C")],
        )
        self._tables["customer_company"].add(
            [
                *self._system(id_, made.created_at), made.name, made.domain, made.industry, made.size,
                made.phone or None, f"https://www.{made.domain}", made.address, made.tags, "",
            ]
        )  # fmt: skip
        self._created(id_, "company", made.created_at, {"name": made.name})

    def person(self, made: Any) -> None:
        """One contact with orders and consent."""
        id_ = self._id(made.created_at)
        texts = [
            (made.name, "A"),
            (made.email, "B"),
            (made.phone, "B"),
            (made.job_title, "C"),
            (" ".join(made.tags), "C"),
        ]
        self._entry(id_, "contact", made.name, texts)
        counted = made.counted
        totals = [order.total for order in counted]
        spent = sum(totals)
        company = None if made.company is None else self._companies[made.company]
        self._tables["customer_contact"].add(
            [
                *self._system(id_, made.created_at), made.name, made.email, made.phone or None, [], [], company,
                made.job_title, made.stage, made.source, made.gender, made.birth_date, made.address, made.tags,
                made.interests, "", made.basis, counted[-1].at if counted else None, len(counted),
                spent if counted else None, "CNY" if counted else None,
                round(spent / len(counted), 2) if counted else None, "CNY" if counted else None,
                counted[0].at if counted else None, counted[-1].at if counted else None,
            ]
        )  # fmt: skip
        self._created(id_, "contact", made.created_at, {"name": made.name, "email": made.email})
        if "purchase_order" in self._tables:
            for order in made.orders:
                self._order(order, id_, company)
        if made.consented and "consent_consent" in self._tables:
            line, at = self._id(made.created_at), made.created_at
            self._tables["consent_consent"].add(
                [line, id_, "marketing", "email", "granted", "form", "1", {}, at, at]
            )
            self._tables["consent_consentstate"].add(
                [id_, "marketing", "email", "granted", at, line]
            )

    def _order(self, made: Any, contact: UUID, company: UUID | None) -> None:
        id_ = self._id(made.at)
        self._tables["records_entry"].add(
            [id_, "order", made.number, made.number.lower(), f"'{made.number.lower()}':1A"]
        )
        self._tables["purchase_order"].add(
            [
                *self._system(id_, made.at), made.number, contact, company, made.at, STATES[made.state], made.total,
                "CNY", CHANNELS[made.channel], "",
            ]
        )  # fmt: skip


def _users() -> list[UUID]:
    """Forty people in eight teams; the first is the one who measures."""
    from django.db import transaction

    from zhike.config.people import make_user
    from zhike.platform.identity import actions
    from zhike.platform.identity.actor import OPERATOR
    from zhike.platform.identity.models import User

    with transaction.atomic():
        for number in range(USERS):
            make_user(
                PERSON if not number else f"seller{number}@zhike.example",
                "member",
                name=f"同事{number}",
            )
        make_user(CHIEF, "manager")
        users = list(
            User.objects.exclude(email=CHIEF).order_by("created_at").values_list("id", flat=True)
        )
        for start in range(0, USERS, TEAM_SIZE):
            team = actions.create_team(OPERATOR, name=f"第 {start // TEAM_SIZE + 1} 组")
            for user in users[start : start + TEAM_SIZE]:
                actions.add_member(OPERATOR, team_id=team.id, user_id=user)
    return users


def _known_tables() -> Iterator[tuple[str, list[str]]]:
    """The tables this version has: a bench may run before every room is there."""
    from django.db import connection

    names = set(connection.introspection.table_names())
    return ((name, columns.split()) for name, columns in TABLES.items() if name in names)


def make(size: str) -> None:
    """Make the installation of a size; one that is there already gets the tables of today."""
    home = use(size)
    from zhike.config.installation import installation

    with installation(new=True):
        from zhike.config.database.migrate import migrate
        from zhike.config.demo.maker import Maker

        migrate()
        if (home / MADE).exists():
            return
        users = _users()
        owner = dsn(home, "owner")
        maker = Maker(SIZES[size], until=UNTIL, seed=SEED, days=730, most_lines=2)
        known = dict(_known_tables())
        with (
            Bare(owner, [name for name in known if name != "changes_change"]),
            ExitStack() as stack,
        ):
            tables = {name: Table(owner, name, columns) for name, columns in known.items()}
            for table in tables.values():
                stack.callback(table.close)
            fill = Fill(tables, users)
            for company in maker.companies:
                fill.company(company)
            for person in maker.people():
                fill.person(person)
        (home / MADE).touch()


if __name__ == "__main__":
    for wanted in sys.argv[1:] or SIZES:
        make(wanted)
