"""The merge fields of mails: which there are, and the plain values they bring.

The permission layer makes the values: one statement reads the contacts with the rights of whoever answers for the mail,
and only texts, numbers and dates leave it. No record ever reaches a template.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from django.db import connection

from zhike.kit.language import Language, Text, say
from zhike.kit.sql import Sql
from zhike.modules.marketing.template.names import family_name, given_name
from zhike.platform.access.policy import Policy, policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.fields import Field
from zhike.platform.metadata.registry import ObjectType
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.query.columns import row_columns
from zhike.platform.records.query.page import source_for

# What staff wrote for themselves, and shapes that have no words.
_WITHHELD: Final = frozenset({"long_text", "json"})
UNSUBSCRIBE: Final = "unsubscribe_url"
VIEW: Final = "view_url"
_OWN: Final[Mapping[str, Text]] = {
    "contact.first_name": Text("Given name", "名"),
    "contact.last_name": Text("Family name", "姓"),
    "company.name": Text("Company name", "企业名称"),
    UNSUBSCRIBE: Text("Unsubscribe link", "退订链接"),
    VIEW: Text("Link to this mail as a page", "在浏览器中查看的链接"),
}

Values = dict[str, object]


def contact_fields(contact: ObjectType) -> dict[str, Field]:
    """Fields of a contact that a mail may show, by the path a template uses."""
    return {
        f"contact.{path}": field
        for path, field in contact.fields.items()
        if field.kind.name not in _WITHHELD
    }


def merge_fields(policy: Policy, *, in_part: bool = False) -> dict[str, Text]:
    """Every path this person's mails may use, with what it is: what they see whole, or with `in_part` see at all."""
    fields = contact_fields(seen_by(policy, "contact"))
    found = {path: field.label for path, field in fields.items() if in_part or not field.masked}
    company = seen_by(policy, "company").title
    needs = {
        "contact.first_name": "contact.name" in found,
        "contact.last_name": "contact.name" in found,
        "company.name": "contact.company" in found
        and company is not None
        and (in_part or not company.masked),
    }
    return {**{path: text for path, text in _OWN.items() if needs.get(path, True)}, **found}


def dated_fields(policy: Policy) -> set[str]:
    """The paths whose values are dates or moments."""
    fields = contact_fields(seen_by(policy, "contact"))
    return {path for path, field in fields.items() if field.kind.name in {"date", "datetime"}}


def unseen_fields(owner: Actor, used: Iterable[str]) -> list[str]:
    """Those of the fields of a mail that who answers for it does not see whole: such a mail is never sent."""
    known = merge_fields(policy_of(owner))
    return sorted(
        path for path in used if path.startswith(("contact.", "company.")) and path not in known
    )


def values_of_contacts(
    actor: Actor, ids: Iterable[UUID], used: Collection[str], language: Language
) -> dict[UUID, Values]:
    """Values of the used paths per contact, read in one statement; contacts the actor may not view are missing."""
    source = source_for(actor, "contact")
    contact = source.type
    fields = contact_fields(contact)
    wanted = [field for path, field in fields.items() if path in used]
    needed = {field.path for field in wanted} | {"name"}
    if "company.name" in used:
        needed.add("company")
    columns = row_columns(source, [path for path in contact.fields if path in needed])
    statement = (
        Sql("SELECT f.id, row_to_json(f)::text FROM (SELECT ")
        + columns
        + source.from_clause()
        + Sql(f" WHERE {source.alias}.id = ANY(%s) AND ", (list(ids),))
        + source.visible()
        + Sql(") f")
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        rows = cursor.fetchall()
    zone = ZoneInfo(actor.time_zone)
    return {key: _values(orjson.loads(row), wanted, language, zone) for key, row in rows}


def _values(
    row: Mapping[str, Any], fields: Iterable[Field], language: Language, zone: ZoneInfo
) -> Values:
    values: Values = {
        f"contact.{field.path}": _plain(
            field,
            (row.get("custom") or {}).get(field.key) if field.custom else row.get(field.key),
            language,
            zone,
        )
        for field in fields
    }
    name = str(row.get("name") or row.get("title") or "")
    values["contact.name"] = name
    values["contact.first_name"] = given_name(name)
    values["contact.last_name"] = family_name(name)
    company = row.get("company")
    values["company.name"] = company["title"] if isinstance(company, dict) else None
    return values


def _plain(field: Field, value: Any, language: Language, zone: ZoneInfo) -> object:
    """A value as templates know it: text, number, date, money mapping or list of texts."""
    if value is None:
        return None
    match field.kind.name:
        case "choice":
            return _option(field, value, language)
        case "multi_choice":
            return [_option(field, key, language) for key in value]
        case "lookup" | "person":
            return value["title"] if isinstance(value, dict) else None
        case "date":
            return date.fromisoformat(value)
        case "datetime":
            return datetime.fromisoformat(value).astimezone(zone)
        case "money" | "number" | "rating" | "boolean" | "tags":
            return value
        case _:
            return field.kind.to_text(value, field.settings)


def _option(field: Field, key: str, language: Language) -> str:
    for option in field.settings.get("options", ()):
        if option.key == key:
            return say(option.label, language)
    return key
