"""Loads the demo into an empty installation: all through the doors everybody uses, in one transaction.

An installation that holds any record, even in the trash, is left alone: invented people never mix with real ones.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction

from zhike.config.demo import stories, trade
from zhike.config.demo.maker import Company, Maker, Order, Person
from zhike.foundation.consent.actions import ConsentLine, set_consents
from zhike.foundation.purchase.order.actions import Line, write_many_lines
from zhike.kit.clock import now
from zhike.platform.access.actions import set_roles
from zhike.platform.identity.actions import add_member, create_team, create_user
from zhike.platform.identity.actor import OPERATOR, SYSTEM, Actor
from zhike.platform.identity.models import User
from zhike.platform.metadata.actions import save_view
from zhike.platform.metadata.registry import registry
from zhike.platform.records.actions import create_record
from zhike.platform.records.actions.bulk_write import RowWrite, write_many
from zhike.platform.records.models import Entry

PEOPLE, COMPANIES, DAYS = 1200, 160, 540
BATCH = 2000
STATES = {"completed": "done"}
CHANNELS = {"web": "web_shop", "sales": "phone"}


def load_once() -> None:
    """Load unless there are records. Django must be set up; takes some seconds."""
    if Entry.objects.exists():
        return
    print(f"loading the demo: {PEOPLE} invented people with their purchases")
    with transaction.atomic():
        Demo().load()


class Demo:
    """Keeps who is who while loading."""

    def __init__(self) -> None:
        self.until = now().replace(minute=0, second=0, microsecond=0)
        self.random = Random(7)  # noqa: S311 - invented data, no secret
        self.maker = Maker(PEOPLE, until=self.until, days=DAYS, companies=COMPANIES)
        self.staff: list[UUID] = []
        self.companies: list[UUID] = []
        self.products: dict[str, UUID] = {}
        self.owner_of: dict[UUID, str] = {}

    def load(self) -> None:
        """Everything, in the order in which it depends on one another."""
        self._staff()
        self._products()
        self.companies = self._write(
            "company", [self._company(one) for one in self.maker.companies]
        )
        people = list(self.maker.people())
        contacts = self._write("contact", [self._contact(one) for one in people])
        self._orders(people, contacts)
        self._consents(people, contacts)
        self._activities(contacts)
        self._prepared()

    def _staff(self) -> None:
        teams: dict[str, UUID] = {}
        for email, name, role, team in stories.STAFF:
            user = create_user(OPERATOR, email=email, name=name)
            set_roles(OPERATOR, user.id, [role])
            if team not in teams:
                teams[team] = create_team(OPERATOR, name=team).id
            add_member(OPERATOR, team_id=teams[team], user_id=user.id)
            self.staff.append(user.id)

    def _write(self, object_key: str, rows: Sequence[dict[str, Any]]) -> list[UUID]:
        """Create records in batches; returns their ids in the same order."""
        made: list[UUID] = []
        for batch in _batches(rows):
            writes = [RowWrite(values) for values in batch]
            write_many(SYSTEM, object_key, writes, system=True)
            made += [write.id for write in writes if write.id is not None]
        return made

    def _system(self, at: datetime) -> dict[str, str]:
        """Owner and moment of a record of the past."""
        return {
            "owner": str(self.random.choice(self.staff)),
            "created_at": _moment(at),
            "updated_at": _moment(min(at + timedelta(days=self.random.random() * 40), self.until)),
        }

    def _products(self) -> None:
        rows = [
            {
                "sku": product.sku,
                "name": product.name,
                "category": product.category,
                "price": _money("product", "price", product.price),
                **self._system(self.until - timedelta(days=DAYS)),
            }
            for product in trade.PRODUCTS
        ]
        ids = self._write("product", rows)
        self.products = {product.sku: id_ for product, id_ in zip(trade.PRODUCTS, ids, strict=True)}

    def _company(self, made: Company) -> dict[str, Any]:
        return {
            "name": made.name,
            "domain": made.domain,
            "industry": made.industry,
            "size": made.size,
            "phone": made.phone or None,
            "website": f"https://www.{made.domain}",
            "address": made.address,
            "tags": made.tags,
            **self._system(made.created_at),
        }

    def _contact(self, made: Person) -> dict[str, Any]:
        return {
            "name": made.name,
            "email": made.email,
            "phone": made.phone or None,
            "company": None if made.company is None else str(self.companies[made.company]),
            "job_title": made.job_title,
            "stage": made.stage,
            "source": made.source,
            "gender": made.gender or None,
            "birth_date": made.birth_date.isoformat() if made.birth_date else None,
            "address": made.address,
            "tags": made.tags,
            "interests": made.interests,
            "basis": made.basis,
            **self._system(made.created_at),
        }

    def _orders(self, people: Sequence[Person], contacts: Sequence[UUID]) -> None:
        made = [
            (order, person, contact)
            for person, contact in zip(people, contacts, strict=True)
            for order in person.orders
        ]
        ids = self._write("order", [self._order(*one) for one in made])
        write_many_lines(
            {
                id_: [
                    Line(
                        Decimal(line.quantity),
                        Decimal(line.product.price),
                        self.products[line.product.sku],
                    )
                    for line in order.lines
                ]
                for id_, (order, _, _) in zip(ids, made, strict=True)
            }
        )

    def _order(self, made: Order, person: Person, contact: UUID) -> dict[str, Any]:
        return {
            "number": made.number,
            "contact": str(contact),
            "company": None if person.company is None else str(self.companies[person.company]),
            "ordered_at": _moment(made.at),
            "status": STATES.get(made.state, made.state),
            "channel": CHANNELS.get(made.channel, made.channel),
            "total": _money("order", "total", made.total),
            "created_at": _moment(made.at),
            "updated_at": _moment(made.at),
            "owner": str(self.random.choice(self.staff)),
        }

    def _consents(self, people: Sequence[Person], contacts: Sequence[UUID]) -> None:
        set_consents(
            SYSTEM,
            [
                ConsentLine(
                    contact_id=contact,
                    status="granted",
                    source="注册表单",
                    notice_version="2025-01",
                    at=person.created_at,
                )
                for person, contact in zip(people, contacts, strict=True)
                if person.consented
            ],
        )

    def _activities(self, contacts: Sequence[UUID]) -> None:
        rows = []
        for contact in contacts:
            for _ in range(self.random.choice((0, 0, 1, 1, 2, 3))):
                kind, subject, body, outcome = self.random.choice(stories.DONE)
                at = self.until - timedelta(days=self.random.random() ** 2 * 300, hours=1)
                rows.append(
                    {
                        "type": kind,
                        "subject": subject,
                        "body": body,
                        "outcome": outcome or None,
                        "about": str(contact),
                        "done_at": _moment(at),
                        **self._system(at),
                    }
                )
            if self.random.random() < 0.08:
                kind, subject, body, priority = self.random.choice(stories.PLANNED)
                due = self.until + timedelta(days=self.random.randint(-3, 21))
                rows.append(
                    {
                        "type": kind,
                        "subject": subject,
                        "body": body,
                        "priority": priority,
                        "about": str(contact),
                        "due_at": _moment(due),
                        **self._system(self.until - timedelta(days=self.random.randint(1, 9))),
                    }
                )
        self._write("activity", rows)

    def _prepared(self) -> None:
        """What the administrator finds ready: segments, templates, a campaign to send, views."""
        me = _administrator()
        segments = [
            create_record(
                me,
                "segment",
                {"name": name, "description": about, "filter": found, "target": "contact"},
            )
            for name, about, found in stories.SEGMENTS
        ]
        templates = [create_record(me, "template", dict(one)) for one in stories.TEMPLATES]
        create_record(
            me,
            "campaign",
            {**stories.CAMPAIGN, "segment": str(segments[-1]), "template": str(templates[0])},
        )
        for object_key, values in stories.VIEWS:
            save_view(me, object_key, {**values, "shared": True})


def _administrator() -> Actor:
    """The first person of the installation."""
    user = User.objects.order_by("created_at").first()
    assert user is not None
    return Actor(user.id, "cli", name=user.name)


def _money(object_key: str, path: str, amount: int) -> Any:
    field = registry.get(object_key).field(path)
    return field.kind.clean(amount, field.settings)


def _moment(at: datetime) -> str:
    return at.isoformat()


def _batches(rows: Sequence[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
