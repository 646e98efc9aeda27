"""A world of records owned by Alice, each field of each holding a value found nowhere else: a canary.

Who may see which canary is worked out here from the few sentences below, and not by the code under test:
Alice and Bob share a team, Charlie is outside; the reader, the manager, the administrator and both clerks see all rows.
A clerk sees every second field not at all or in part; the veiled clerk sees no record's name whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.cast import ApiClient, make_person, set_rights
from zhike.kit.clock import now
from zhike.platform.metadata.tests.contracts import make_contract

OBJECTS = (
    "company",
    "contact",
    "activity",
    "product",
    "order",
    "segment",
    "template",
    "campaign",
    "contract",
)
TITLES = {
    **dict.fromkeys(("company", "contact", "product", "segment", "template", "campaign"), "name"),
    "activity": "subject",
    "order": "number",
    "contract": "title",
}
OUTSIDE = "charlie"
FOR_ALL = {"product"}
"""Members see the products of every team."""

# What each clerk sees of a field less than whole. `hidden` and `masked` are tried on fields of every kind.
CLERK: Mapping[str, Mapping[str, str]] = {
    "company": {"domain": "hidden", "phone": "masked", "website": "masked", "address": "masked", "description": "hidden"},
    "contact": {"email": "masked", "phone": "hidden", "other_emails": "hidden", "other_phones": "masked", "job_title": "hidden", "birth_date": "masked", "address": "hidden", "interests": "hidden", "description": "masked", "spent": "hidden", "average_order": "masked", "custom.secret": "hidden"},
    "activity": {"body": "hidden", "due_at": "masked"},
    "product": {"sku": "hidden", "price": "masked"},
    "order": {"total": "masked", "note": "hidden"},
    "segment": {"description": "masked"},
    "template": {"from_name": "hidden"},
    "campaign": {"from_name": "masked", "reply_to": "hidden"},
    "contract": {"custom.remark": "hidden", "custom.amount": "masked"},
}  # fmt: skip
VEILED: Mapping[str, Mapping[str, str]] = {
    key: {title: "masked" if number % 2 else "hidden"}
    for number, (key, title) in enumerate(TITLES.items())
} | {
    "contact": {
        "name": "masked",
        "company": "hidden",
        "spent": "hidden",
        "average_order": "hidden",
    },
    "order": {"number": "hidden", "total": "hidden"},
}
FIELDS = {"clerk": CLERK, "veiled": VEILED}
PROGRAMS = {"contacts only": {"contact"}}
"""Tokens of the administrator that are limited to some objects."""
OF_CONTACTS = {("order", "total")}
"""What a contact has spent is a field of contacts."""


@dataclass
class Canary:
    """One value of one field of one record; `text` stands in every whole rendering of it."""

    object: str
    path: str
    text: str

    def shown_to(self, person: str) -> bool:
        """Whether this person may see it whole, wherever it stands."""
        if person == OUTSIDE:
            return self.object in FOR_ALL
        if person in PROGRAMS:
            of_contacts = "contact" in PROGRAMS[person] and (self.object, self.path) in OF_CONTACTS
            return self.object in PROGRAMS[person] or of_contacts
        limits = FIELDS.get(person, {}).get(self.object, {})
        return self.path not in limits


@dataclass
class World:
    """The people, Alice's record of each object, and what must not be told."""

    people: dict[str, ApiClient]
    ids: dict[str, str] = field(default_factory=dict)
    canaries: list[Canary] = field(default_factory=list)
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    other: dict[str, str] = field(default_factory=dict)
    """Ids of what is no record of an object: an import, an export, a view, a recipient's campaign."""

    def sow(self, object_key: str, path: str, text: str) -> str:
        """Remember a canary; returns its text."""
        self.canaries.append(Canary(object_key, path, text))
        return text

    def barred(self, person: str) -> list[Canary]:
        """What this person may never be told."""
        return [canary for canary in self.canaries if not canary.shown_to(person)]


def make_world() -> World:
    """All of it, made through the API as far as the API goes."""
    admin = make_person("Ada", "administrator")
    secret = {
        "key": "secret",
        "kind": "text",
        "label": {"en": "Secret", "zh": "秘密"},
        "settings": {},
    }
    assert admin.post("objects/contact/fields", secret).status == 201
    make_contract(admin)
    for key, fields in FIELDS.items():
        _make_role(admin, key, fields)
    people = {
        "alice": make_person("Alice", "member", "East"),
        "bob": make_person("Bob", "member", "East"),
        "charlie": make_person("Charlie", "member", "West"),
        "reader": make_person("Rita", "read_only", "East"),
        "manager": make_person("Morgan", "manager", "East"),
        "admin": admin,
        "clerk": make_person("Clara", "clerk"),
        "veiled": make_person("Vera", "veiled"),
    }
    world = World(people)
    for object_key in OBJECTS:
        _make_record(world, object_key)
    _make_lines(world)
    _make_mail(world)
    return world


def _make_role(admin: ApiClient, key: str, fields: Mapping[str, Mapping[str, str]]) -> None:
    label = {"en": key.capitalize(), "zh": key}
    assert admin.post("rights/roles", {"key": key, "label": label}).status == 201
    actions = ("view", "edit", "delete", "import", "export", "bulk")
    objects: dict[str, dict[str, str]] = {name: dict.fromkeys(actions, "all") for name in OBJECTS}
    objects["campaign"]["send"] = "all"
    for name, limits in fields.items():
        # Nobody may create what they cannot name.
        if limits.get(TITLES[name]) != "hidden":
            objects[name]["create"] = "all"
    answer = set_rights(admin, key, objects=objects, fields=fields)
    assert answer.status == 200, answer


def _value(world: World, object_key: str, path: str, kind: str, settings: Mapping[str, Any]) -> Any:
    """A value of the kind with a canary in it; None where the kind has no room for one."""
    number = len(world.canaries) + 1
    word = f"zq{number:03d}x"

    def sown(text: str) -> str:
        return world.sow(object_key, path, text)

    match kind:
        case "text" | "long_text" | "html":
            return sown(word)
        case "email":
            return sown(word) + "@example.com"
        case "url":
            return "https://" + sown(word) + ".example"
        case "phone":
            return "+86" + sown(f"1391700{number:04d}")
        case "tags":
            item = settings.get("item", "text")
            return [_value(world, object_key, path, str(item or "text"), {})]
        case "money":
            return sown(f"91700{number:04d}")
        case "date":
            return sown(f"19{number % 100:02d}-07-17")
        case "datetime":
            return sown(f"21{number % 100:02d}-07-17") + "T10:00:00Z"
        case "address":
            return {"country": "CN", "region": "310104", "street": sown(word)}
        case _:
            return None


def _make_record(world: World, object_key: str) -> None:
    from zhike.platform.metadata.registry import registry  # needs settings

    ids = world.ids
    fixed: dict[str, dict[str, Any]] = {
        "contact": {"company": ids.get("company"), "stage": "customer"},
        "activity": {"type": "note", "about": ids.get("contact"), "done_at": None},
        "order": {
            "contact": ids.get("contact"),
            "company": ids.get("company"),
            "ordered_at": (now() - timedelta(hours=1)).isoformat(),
            "status": "paid",
            "total": None,
        },
        "contract": {"custom.company": ids.get("company")},
        "segment": {"target": "contact", "filter": {"all": []}},
        "template": {
            "subject": "{{ contact.first_name }}",
            "body": "<p>{{ contact.job_title }}</p>",
        },
        "campaign": {
            "segment": ids.get("segment"),
            "template": ids.get("template"),
            "scheduled_at": None,
        },
    }
    values: dict[str, Any] = {}
    for path, found in registry.get(object_key).writable.items():
        own = fixed.get(object_key, {})
        if path in own:
            value = own[path]
        else:
            value = _value(world, object_key, path, found.kind.name, found.settings)
        if value is None:
            continue
        if found.custom:
            values.setdefault("custom", {})[found.key] = value
        else:
            values[path] = value
    answer = world.people["alice"].post(f"records/{object_key}", values)
    assert answer.status == 201, (object_key, answer)
    world.ids[object_key] = answer.json["id"]
    world.values[object_key] = values


def _make_lines(world: World) -> None:
    """A line whose price and name are the order's total and the product's name."""
    alice, order = world.people["alice"], world.ids["order"]
    amount = _value(world, "order", "total", "money", {})
    name = world.values["product"]["name"]
    line = {"product": world.ids["product"], "name": name, "quantity": 1, "unit_price": amount}
    version = alice.get(f"records/order/{order}").version
    answer = alice.put(f"orders/{order}/lines", {"lines": [line]}, version=version)
    assert answer.status == 200, answer


def _make_mail(world: World) -> None:
    """The campaign as if it had been sent to the contact, who opened it."""
    from zhike.modules.marketing.models import Campaign, MailEvent, Recipient  # needs settings

    moment = now() - timedelta(hours=2)
    campaign = Campaign.objects.get(pk=UUID(world.ids["campaign"]))
    campaign.status, campaign.started_at = "done", moment
    content = {"subject": "s", "body": "", "language": "en", "links": ["https://shop.example/"]}
    campaign.content = content
    campaign.save()
    recipient = Recipient.objects.create(
        campaign=campaign,
        contact_id=world.ids["contact"],
        email=world.values["contact"]["email"],
        status="handed",
        reason=f"refused: <{world.values['contact']['email']}>",
        variant="mail",
        handing_at=moment,
        handed_at=moment,
        opened_at=moment,
    )
    MailEvent.objects.create(recipient=recipient, kind="open", at=moment)
