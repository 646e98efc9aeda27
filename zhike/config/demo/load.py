"""Loads the demo once, through the doors everybody uses: files are imported, records created, a campaign sent."""

import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from zhike.config.demo import files, stories
from zhike.config.demo.campaign import run_campaign
from zhike.config.demo.letters import AUTUMN_ZH, WELCOME_EN
from zhike.config.demo.maker import Maker, Person
from zhike.foundation.consent.actions import ConsentLine, set_consents
from zhike.kit.clock import now
from zhike.platform.access.actions import set_roles
from zhike.platform.access.models import RoleAssignment
from zhike.platform.identity import actions as identity
from zhike.platform.identity import team_actions
from zhike.platform.identity.actor import OPERATOR, Actor
from zhike.platform.identity.department_actions import (
    change_department,
    create_department,
    set_departments,
)
from zhike.platform.identity.models import Team
from zhike.platform.imports import actions as imports
from zhike.platform.imports.models import Import
from zhike.platform.imports.run import run_import
from zhike.platform.jobs.progress import Watched, start_progress
from zhike.platform.metadata.actions import save_view
from zhike.platform.metadata.models import SavedView
from zhike.platform.records.actions import create_record

PEOPLE, COMPANIES, DAYS = 2_000, 300, 540
TEAM: Final = "华东一组"
DEPARTMENTS: Final = ("销售中心", "华东大区", TEAM)
"""Each under the one before; the manager heads the middle one, the others work in the last."""
COLLEAGUES: Final = (
    ("lin@zhike.local", "林知夏", "manager"),
    ("zhou@zhike.local", "周岚", "member"),
    ("wang@zhike.local", "王一川", "member"),
)
_LOCK: Final = 7302  # any number; two starts at once must not both load


def load_once(say: Callable[[str], None] = print) -> bool:
    """Load the demo unless it was; returns whether it was loaded now. About half a minute."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        if Team.objects.filter(name=TEAM).exists():
            return False
        started = time.monotonic()
        say("making invented customers, once; this takes about half a minute")
        _load()
        say(f"the demo is there after {time.monotonic() - started:.0f} s")
        return True
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _load() -> None:
    me = _administrator()
    owners = _colleagues(me)
    maker = Maker(
        PEOPLE, until=now() - timedelta(hours=2), days=DAYS, companies=COMPANIES, most_lines=3
    )
    people = list(maker.people())
    _import(
        me, "company", "企业客户.csv", files.COMPANIES, files.company_rows(maker.companies, owners)
    )
    rows = files.contact_rows(people, maker.companies, owners)
    _import(me, "contact", "联系人.csv", files.CONTACTS, rows)
    _import(me, "product", "产品.csv", files.PRODUCTS, files.product_rows())
    _import(me, "order", "订单.csv", files.ORDERS, files.order_rows(people, owners))
    ids = _ids_by_email()
    _consents(me, people, ids)
    _activities(me, people, ids)
    for view in stories.VIEWS:
        if not SavedView.objects.filter(name=view["name"]).exists():
            save_view(me, "contact", {**view, "shared": True})
    segments = [
        create_record(me, "segment", {**segment, "target": "contact"})
        for segment in stories.SEGMENTS
    ]
    templates = [create_record(me, "template", letter) for letter in (AUTUMN_ZH, WELCOME_EN)]
    bought = run_campaign(me, segments[0], templates[0])
    caused = (
        files.order_row(order, line, email, owners[0])
        for email, order in bought
        for line in order.lines
    )
    _import(me, "order", "秋季活动订单.csv", files.ORDERS, caused)


def _administrator() -> Actor:
    """The first administrator, who signs in to look at the demo."""
    given = (
        RoleAssignment.objects.filter(role="administrator", user__is_active=True)
        .order_by("user__created_at")
        .select_related("user")[0]
    )
    return Actor(given.user_id, "import", name=given.user.name)


def _colleagues(me: Actor) -> list[str]:
    """Addresses of the people who own records: three without a password, and the administrator."""
    assert me.user_id is not None
    with transaction.atomic():
        team = team_actions.create_team(OPERATOR, name=TEAM)
        team_actions.add_member(OPERATOR, team_id=team.id, user_id=me.user_id)
        places: list[UUID] = []
        for name in DEPARTMENTS:
            above = places[-1] if places else None
            places.append(create_department(OPERATOR, name=name, parent_id=above).id)
        top, region, group = places
        set_departments(OPERATOR, me.user_id, [top])
        for email, name, role in COLLEAGUES:
            user = identity.create_user(OPERATOR, email=email, name=name)
            set_roles(OPERATOR, user.id, [role])
            team_actions.add_member(OPERATOR, team_id=team.id, user_id=user.id)
            leads = role == "manager"
            set_departments(OPERATOR, user.id, [region if leads else group])
            if leads:
                change_department(OPERATOR, region, {"head_id": user.id})
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM identity_user WHERE id = %s", [me.user_id])
        mine = str(cursor.fetchone()[0])
    return [email for email, _, _ in COLLEAGUES] + [mine]


def _import(
    me: Actor,
    object_key: str,
    name: str,
    columns: dict[str, str],
    rows: Iterable[list[object]],
) -> None:
    """Import rows as a file, in this process."""
    source = imports.create_import(me, object_key, name, [files.written(columns, rows)])
    imports.change_import(me, source.id, {"mapping": list(columns.values())})
    with transaction.atomic():
        watched = start_progress(me, "import", (name, name), total=source.total)
        Import.objects.filter(id=source.id).update(state="queued", progress=watched.id)
    run_import(source.id, Watched(watched.id))
    source.refresh_from_db()
    if source.failed:
        raise RuntimeError(f"{name}: {source.failed} rows of the demo were refused")


def _ids_by_email() -> dict[str, UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT email, id FROM customer_contact WHERE deleted_at IS NULL")
        return dict(cursor.fetchall())


def _consents(me: Actor, people: Iterable[Person], ids: dict[str, UUID]) -> None:
    lines = [
        ConsentLine(
            contact_id=ids[made.email],
            status="granted",
            source="官网注册表单" if made.source == "website" else "纸质客户登记表",
            notice_version="2025-06",
            at=made.created_at,
        )
        for made in people
        if made.consented and made.email in ids
    ]
    set_consents(me, lines)


def _activities(me: Actor, people: list[Person], ids: dict[str, UUID]) -> None:
    """Notes, calls and visits of the last months, and tasks for this week and the next."""
    random = Random(7)  # noqa: S311 - invented stories, no secret
    moment = now()
    best = sorted(people, key=lambda made: -sum(order.total for order in made.counted))[:120]
    everyone = [*best, *random.sample(people, 180)]

    def write(made: Person, **values: Any) -> None:
        create_record(me, "activity", {"about": str(ids[made.email]), **values})

    for made in everyone:
        if random.random() < 0.6:
            write(made, type="note", subject="", body=random.choice(stories.NOTES))
        if random.random() < 0.5:
            subject, body, outcome = random.choice(stories.CALLS)
            done = moment - timedelta(days=random.uniform(0.3, 60))
            write(
                made,
                type="call",
                subject=subject,
                body=body,
                outcome=outcome,
                done_at=done.isoformat(),
            )
        if random.random() < 0.2:
            subject, body = random.choice(stories.VISITS)
            done = moment - timedelta(days=random.uniform(2, 90))
            write(made, type="visit", subject=subject, body=body, done_at=done.isoformat())
    for made in [*best[:24], *random.sample(people, 16)]:
        subject, body = random.choice(stories.TASKS)
        due = moment + timedelta(days=random.uniform(-2, 9))
        write(made, type="task", subject=subject, body=body, due_at=due.isoformat())
