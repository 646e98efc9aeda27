"""Making, changing, switching off and deleting objects of the workspace's own. Administrators shape them, without code.

A deleted object is out of the house at once, and goes for good with its records `KEPT` later; until then it can be restored.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from zhike.kit.clock import now
from zhike.kit.errors import NotFound, Problem, ValidationFailed
from zhike.kit.language import Text
from zhike.platform.access.policy import policy_of
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.actions import KEY, label_problems, raise_version
from zhike.platform.metadata.errors import NotConfirmed, ObjectKeyTaken, TooManyObjects
from zhike.platform.metadata.fields import Field
from zhike.platform.metadata.kinds import KINDS
from zhike.platform.metadata.kinds.base import BadValue
from zhike.platform.metadata.made import TITLE, Access, choices
from zhike.platform.metadata.models import CustomObject
from zhike.platform.metadata.registry import registry

OBJECTS_AT_MOST: Final = 200
KEPT: Final = timedelta(days=30)
"""How long what was deleted can be restored."""
COLORS: Final = ("neutral", "accent", "good", "warn", "danger", "violet")
RESERVED: Final = frozenset(
    {"admin", "all", "any", "change", "custom", "entry", "full", "id", "import", "job", "me", "new"}
    | {"not", "object", "read", "record", "records", "related", "scim", "object_key", "title"}
    | {"workspace"}
)
"""Words that mean something else where keys of objects stand: in rights, scopes, filters, addresses and the log."""

_ICON: Final = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
_RESERVED_TEXT: Final = Text(
    "“{key}” is a word of the house. Choose another key.", "“{key}”是系统保留字，请换一个键。"
)
_NO_CHOICE: Final = Text("Stages are a field that is a choice.", "阶段须为单选字段。")
_BAD_KEY: Final = Text(
    "A key is lower-case letters, digits and _, at most 40.",
    "键由小写字母、数字和下划线组成，最多 40 位。",
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What administrators choose of an object. `columns` are those its lists begin with; none: its first fields."""

    label: Text
    plural: str
    title: Text
    icon: str
    color: str
    columns: Sequence[str] = ()
    stages: str = ""
    """The path of the choice its records move along, shown on their pages."""
    series: str = ""
    """The pattern of the number its records are called by, such as `HT-{year}-{n:04}`; empty: people write their titles."""


def add_object(actor: Actor, key: str, shape: Shape, access: Access) -> UUID:
    """Make an object. `access` says who may use it until somebody sets rights for it.

    Raises Forbidden, ValidationFailed, ObjectKeyTaken, TooManyObjects.
    """
    policy_of(actor).require("object", "admin")
    problems = _key_problems(key) + _shape_problems(shape, {TITLE})
    if problems:
        raise ValidationFailed(problems=problems)
    with transaction.atomic():
        raise_version()
        if CustomObject.objects.filter(key=key).exists():
            raise ObjectKeyTaken(key=key)
        _require_room()
        row = CustomObject(key=key, access=access)
        _take(row, shape)
        row.save(force_insert=True)
        write_changes(actor, [ChangeRow("object", row.id, "create", {}, object_facts(row))])
    registry.forget()
    return row.id


def change_object(
    actor: Actor, key: str, changes: Mapping[str, Any], *, enabled: bool | None = None
) -> None:
    """Change parts of its shape, or switch it off and on. Its key stays. Raises Forbidden, NotFound, ValidationFailed."""
    policy_of(actor).require("object", "admin")
    with transaction.atomic():
        raise_version()
        row = _object(key, deleted=False)
        before = object_facts(row)
        shape = Shape(**{**_shape(row), **changes})
        # What was chosen before may name a field that is gone since: it is left out where columns are shown.
        known = {*row.columns, *(registry.get(key).fields if key in registry.specs else ())}
        problems = _shape_problems(shape, known)
        if shape.stages not in {"", row.stages, *choices(_fields_of(key))}:
            problems.append(Problem(("stages",), "no-choice", _NO_CHOICE))
        if problems:
            raise ValidationFailed(problems=problems)
        _take(row, shape)
        if enabled is not None:
            row.is_enabled = enabled
        row.save()
        _tell(actor, row, before)
    registry.forget()


def delete_object(actor: Actor, key: str, *, confirmed: str = "") -> None:
    """Take an object out of the house. One with records only for somebody who wrote its name.

    Raises Forbidden, NotFound, NotConfirmed.
    """
    policy_of(actor).require("object", "admin")
    with transaction.atomic():
        raise_version()
        row = _object(key, deleted=False)
        count = registry.count_made([key]).get(key, 0)
        names = {row.label_en.casefold(), row.label_zh.casefold(), row.key}
        if count and confirmed.strip().casefold() not in names:
            label = Text(row.label_en, row.label_zh)
            raise NotConfirmed(name=label, count=count, days=KEPT.days)
        row.deleted_at = now()
        row.save(update_fields=["deleted_at"])
        write_changes(actor, [ChangeRow("object", row.id, "delete", object_facts(row), {})])
    registry.forget()


def restore_object(actor: Actor, key: str) -> None:
    """Bring a deleted object back, with its fields and records, while it is kept.

    Raises Forbidden, NotFound, TooManyObjects.
    """
    policy_of(actor).require("object", "admin")
    with transaction.atomic():
        raise_version()
        row = _object(key, deleted=True)
        if row.deleted_at is None or row.deleted_at < now() - KEPT:
            raise NotFound  # its records may be going this very moment
        _require_room()
        row.deleted_at = None
        row.save(update_fields=["deleted_at"])
        write_changes(actor, [ChangeRow("object", row.id, "restore", {}, object_facts(row))])
    registry.forget()


def object_facts(row: CustomObject) -> dict[str, Any]:
    """An object as the change log and the API show it."""
    return {
        "key": row.key,
        "label": {"en": row.label_en, "zh": row.label_zh},
        "plural": row.plural_en,
        "title": {"en": row.title_en, "zh": row.title_zh},
        "icon": row.icon,
        "color": row.color,
        "columns": row.columns,
        "stages": row.stages,
        "series": row.series.get("pattern", ""),
        "access": row.access,
        "is_enabled": row.is_enabled,
    }


def _tell(actor: Actor, row: CustomObject, before: Mapping[str, Any]) -> None:
    after = object_facts(row)
    changed = [name for name, value in after.items() if value != before[name]]
    if changed:
        was, became = ({name: facts[name] for name in changed} for facts in (before, after))
        write_changes(actor, [ChangeRow("object", row.id, "update", was, became)])


def _require_room() -> None:
    """What was deleted takes no room, so that deleting makes some. Raises TooManyObjects."""
    if CustomObject.objects.filter(deleted_at__isnull=True).count() >= OBJECTS_AT_MOST:
        raise TooManyObjects(limit=OBJECTS_AT_MOST)


def _object(key: str, *, deleted: bool) -> CustomObject:
    found = CustomObject.objects.select_for_update().filter(key=key, deleted_at__isnull=not deleted)
    row = found.first()
    if row is None:
        raise NotFound
    return row


def _fields_of(key: str) -> Iterable[Field]:
    return registry.get(key).fields.values() if key in registry.specs else ()


def _shape(row: CustomObject) -> dict[str, Any]:
    return {
        "label": Text(row.label_en, row.label_zh),
        "plural": row.plural_en,
        "title": Text(row.title_en, row.title_zh),
        "icon": row.icon,
        "color": row.color,
        "columns": row.columns,
        "stages": row.stages,
        "series": row.series.get("pattern", ""),
    }


def _take(row: CustomObject, shape: Shape) -> None:
    row.label_en, row.label_zh = shape.label.en.strip(), shape.label.zh.strip()
    row.plural_en = shape.plural.strip()
    row.title_en, row.title_zh = shape.title.en.strip(), shape.title.zh.strip()
    row.icon, row.color, row.columns = shape.icon, shape.color, list(shape.columns)
    row.series, row.stages = _series(shape), shape.stages


def _series(shape: Shape) -> dict[str, Any]:
    if not shape.series.strip():
        return {}
    return dict(KINDS["auto_number"].clean_settings({"pattern": shape.series.strip()}))


def _key_problems(key: str) -> list[Problem]:
    if not KEY.match(key):
        return [Problem(("key",), "bad-key", _BAD_KEY)]
    if key in RESERVED or key in registry.reserved:
        return [Problem(("key",), "reserved-key", _RESERVED_TEXT, {"key": key})]
    return []


def _shape_problems(shape: Shape, known: set[str]) -> list[Problem]:
    problems = label_problems(shape.label) + label_problems(shape.title, "title")
    problems += label_problems(Text(shape.plural, shape.label.zh), "plural")[:1]
    if not _ICON.match(shape.icon):
        problems.append(Problem(("icon",), "bad-icon", Text("Choose an icon.", "请选择图标。")))
    if shape.color not in COLORS:
        text = Text("Colours: {known}.", "可用颜色：{known}。")
        problems.append(Problem(("color",), "bad-color", text, {"known": ", ".join(COLORS)}))
    try:
        _series(shape)
    except BadValue as error:
        problems.append(Problem(("series",), error.code, error.text, error.data))
    unknown = [path for path in shape.columns if path not in known]
    if unknown:
        text = Text("There is no field “{field}”.", "没有字段“{field}”。")
        problems.append(Problem(("columns",), "unknown-field", text, {"field": unknown[0][:80]}))
    return problems
