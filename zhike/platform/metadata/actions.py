"""Adding, changing and removing custom fields and saved views. Administrators shape objects; everyone keeps views."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from zhike.kit.errors import Forbidden, NotFound, Problem, ValidationFailed
from zhike.kit.language import Text
from zhike.platform.access.book import current_book
from zhike.platform.access.policy import policy_of
from zhike.platform.access.roles import FieldClass, field_access, granted
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.errors import FieldKeyTaken, TooManyFields, UnknownObject
from zhike.platform.metadata.formulas import KIND as FORMULA
from zhike.platform.metadata.formulas import checked_settings, with_row, without_field
from zhike.platform.metadata.kinds import KINDS
from zhike.platform.metadata.kinds.base import BadValue
from zhike.platform.metadata.leftovers import holds_no_ids, holds_values
from zhike.platform.metadata.models import CustomField, MetadataVersion, SavedView
from zhike.platform.metadata.registry import registry
from zhike.platform.metadata.spec import ObjectSpec

FIELDS_PER_OBJECT: Final = 200
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
LABEL_LIMIT: Final = 100
BARRED: Final = Text(
    "A required field must be entered by whoever creates a record, and these roles may not change fields of this"
    " class: {roles}.",
    "必填字段须由新建记录的人填写，而以下角色不能修改该分类的字段：{roles}。",
)

HELD: Final = Text(
    "Records still hold values of an earlier field with this key. Choose another key.",
    "记录中仍保存着曾用此键的字段的值，请换一个键。",
)

FIXED: Final = Text(
    "What a field points at stays, because its values are of that object. Make another field.",
    "关联的对象不可更改，已有的值属于该对象。请新建字段。",
)


@dataclass(frozen=True, slots=True)
class NewField:
    """A field to be made."""

    key: str
    kind: str
    label: Text
    settings: Mapping[str, Any]
    required: bool = False
    field_class: FieldClass = "internal"


FieldMade = Callable[[Actor, str, str, str], None]
"""`(actor, object, key, kind)`: what else there is to do, in the transaction that makes the field."""
_when_made: Final[list[FieldMade]] = []


def when_field_made(do: FieldMade) -> None:
    """Have a room above act on new fields. Called from the `ready` of its app."""
    _when_made.append(do)


def add_field(actor: Actor, object_key: str, new: NewField) -> UUID:
    """Make a custom field. Raises Forbidden, UnknownObject, ValidationFailed, FieldKeyTaken, TooManyFields."""
    type_ = registry.get(object_key)
    policy_of(actor).require(object_key, "admin")
    problems = label_problems(new.label)
    if not KEY.match(new.key):
        problems.append(
            Problem(
                ("key",),
                "bad-key",
                Text(
                    "A key is lower-case letters, digits and _, at most 40.",
                    "键由小写字母、数字和下划线组成，最多 40 位。",
                ),
            )
        )
    kind = KINDS.get(new.kind)
    settings: dict[str, Any] = {}
    if new.kind == FORMULA:
        if not problems:
            settings, refused = checked_settings(object_key, new.key, new.label, new.settings)
            problems += refused
    elif kind is None or not kind.custom_allowed:
        known = ", ".join([*(name for name, one in KINDS.items() if one.custom_allowed), FORMULA])
        problems.append(
            Problem(
                ("kind",),
                "unknown-kind",
                Text("Kinds: {known}.", "可用类型：{known}。"),
                {"known": known},
            )
        )
    else:
        settings, refused = _clean_settings(new.kind, new.settings)
        problems += refused
    problems += _class_problems(object_key, new.key, new.field_class, required=new.required)
    if not problems and _held(actor, type_.spec, new):
        problems.append(Problem(("key",), "held", HELD))
    if problems:
        raise ValidationFailed(problems=problems)
    with transaction.atomic():
        raise_version()
        if (
            f"custom.{new.key}" in type_.fields
            or CustomField.objects.filter(object=object_key, key=new.key).exists()
        ):
            raise FieldKeyTaken(key=new.key)
        count = CustomField.objects.filter(object=object_key).count()
        if count >= FIELDS_PER_OBJECT:
            raise TooManyFields(limit=FIELDS_PER_OBJECT)
        row = CustomField.objects.create(
            object=object_key,
            key=new.key,
            kind=new.kind,
            label_en=new.label.en.strip(),
            label_zh=new.label.zh.strip(),
            settings=settings,
            required=new.required,
            field_class=new.field_class,
            position=count,
        )
        write_changes(actor, [ChangeRow("field", row.id, "create", {}, field_facts(row))])
        for do in _when_made:
            do(actor, object_key, row.key, row.kind)
    registry.forget()
    return row.id


def _held(actor: Actor, spec: ObjectSpec, new: NewField) -> bool:
    """Whether values of an earlier field stand in the way: they are no ids, or were perhaps hidden from some, and who sees
    them now is a matter of rights.
    """
    if not policy_of(actor).may("role", "admin"):
        return holds_values(spec, new.key)
    return new.kind in {"lookup", "person"} and holds_no_ids(spec, new.key)


def change_field(
    actor: Actor,
    object_key: str,
    key: str,
    *,
    label: Text | None = None,
    settings: Mapping[str, Any] | None = None,
    required: bool | None = None,
    field_class: FieldClass | None = None,
) -> None:
    """Rename a custom field, change its settings, its class or whether it is required; its kind stays.

    Raises as `add_field`.
    """
    policy_of(actor).require(object_key, "admin")
    with transaction.atomic():
        raise_version()
        row = _custom_field(object_key, key)
        before = field_facts(row)
        problems = label_problems(label) if label is not None else []
        if settings is not None:
            problems += _changed_settings(row, settings)
        if required is not None:
            row.required = required
        if field_class is not None and field_class != row.field_class:
            # Who sees a field hangs on its class: it is a matter of rights, not of shaping the object.
            policy_of(actor).require("role", "admin")
            row.field_class = field_class
        if required is not None or field_class is not None:
            problems += _class_problems(
                object_key, key, cast("FieldClass", row.field_class), required=row.required
            )
        if problems:
            raise ValidationFailed(problems=problems)
        if label is not None:
            row.label_en, row.label_zh = label.en.strip(), label.zh.strip()
        row.save()
        write_changes(actor, [ChangeRow("field", row.id, "update", before, field_facts(row))])
    registry.forget()


def remove_field(actor: Actor, object_key: str, key: str) -> None:
    """Take a custom field away; its values stay in the records until they are written again.

    Raises Forbidden, NotFound, and ValidationFailed where formulas read it.
    """
    policy_of(actor).require(object_key, "admin")
    with transaction.atomic():
        raise_version()
        row = _custom_field(object_key, key)
        if problems := without_field(object_key, f"custom.{key}"):
            raise ValidationFailed(problems=problems)
        write_changes(actor, [ChangeRow("field", row.id, "delete", field_facts(row), {})])
        row.delete()
    registry.forget()


def field_facts(row: CustomField) -> dict[str, Any]:
    """A definition as the change log and the API show it."""
    return {
        "object": row.object,
        "key": row.key,
        "kind": row.kind,
        "label": {"en": row.label_en, "zh": row.label_zh},
        "settings": row.settings,
        "required": row.required,
        "field_class": row.field_class,
    }


def _custom_field(object_key: str, key: str) -> CustomField:
    row = CustomField.objects.select_for_update().filter(object=object_key, key=key).first()
    if row is None:
        raise NotFound
    return row


def raise_version() -> None:
    """Also the lock that makes metadata changes wait for each other."""
    if not MetadataVersion.objects.filter(id=1).update(number=F("number") + 1):
        MetadataVersion.objects.get_or_create(id=1)


def label_problems(label: Text, place: str = "label") -> list[Problem]:
    """What is wrong with a name in two languages."""
    return [
        Problem(
            (place, half),
            "bad-label",
            Text(
                "Give a name of at most 100 characters in both languages.",
                "请填写中英文名称，最多 100 个字符。",
            ),
        )
        for half, text in (("en", label.en), ("zh", label.zh))
        if not 0 < len(text.strip()) <= LABEL_LIMIT or not text.isprintable()
    ]


def _class_problems(
    object_key: str, key: str, field_class: FieldClass, *, required: bool
) -> list[Problem]:
    """Who may create a record must be able to enter what it requires: roles that see this class less stand in the way."""
    barred = [
        role.label
        for role in current_book().roles.values()
        if required
        and granted(role, object_key, "create") != "none"
        and field_access(role, object_key, f"custom.{key}", field_class) in ("hidden", "view")
    ]
    if not barred:
        return []
    names = Text(", ".join(one.en for one in barred), "、".join(one.zh for one in barred))
    return [Problem(("field_class",), "needed", BARRED, {"roles": names})]


def _changed_settings(row: CustomField, settings: Mapping[str, Any]) -> list[Problem]:
    """Put new settings on a field; what is wrong with them, or would then be with formulas that read it."""
    if row.kind == FORMULA:
        label = Text(row.label_en, row.label_zh)
        cleaned, problems = checked_settings(row.object, row.key, label, settings)
    else:
        cleaned, problems = _clean_settings(row.kind, settings)
        if not problems and cleaned.get("object") != row.settings.get("object"):
            problems.append(Problem(("settings", "object"), "fixed", FIXED))
    row.settings = cleaned
    return problems or ([] if row.kind == FORMULA else with_row(row))


def _clean_settings(kind: str, settings: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    try:
        cleaned = dict(KINDS[kind].clean_settings(settings))
    except BadValue as error:
        return {}, [Problem(("settings",), error.code, error.text, error.data)]
    if kind == "lookup" and cleaned["object"] not in registry.specs:
        known = ", ".join(registry.specs)
        data = {"object": cleaned["object"][:60], "known": known}
        return {}, [Problem(("settings", "object"), UnknownObject.code, UnknownObject.text, data)]
    if "options" in cleaned:
        cleaned["options"] = [
            {"key": option.key, "label": option.label._asdict(), "color": option.color}
            for option in cleaned["options"]
        ]
    return cleaned, []


def visible_views(actor: Actor) -> QuerySet[SavedView]:
    """The actor's own views and the shared ones."""
    return SavedView.objects.filter(Q(shared=True) | Q(owner=actor.user_id))


def save_view(actor: Actor, object_key: str, values: Mapping[str, Any]) -> SavedView:
    """Keep a view. Sharing one with everybody takes the right to change many records at once."""
    _require_view_rights(actor, object_key, shared=bool(values.get("shared")))
    with transaction.atomic():
        position = SavedView.objects.filter(object=object_key).count()
        view = SavedView.objects.create(
            object=object_key, owner_id=actor.user_id, position=position, **values
        )
        write_changes(
            actor,
            [ChangeRow("view", view.id, "create", {}, {"name": view.name, "object": object_key})],
        )
    return view


def change_view(actor: Actor, view_id: UUID, values: Mapping[str, Any]) -> SavedView:
    """Change a view. Raises NotFound, Forbidden."""
    with transaction.atomic():
        view = _own_view(actor, view_id)
        _require_view_rights(actor, view.object, shared=bool(values.get("shared", view.shared)))
        before = {name: getattr(view, name) for name in values}
        for name, value in values.items():
            setattr(view, name, value)
        view.save()
        write_changes(actor, [ChangeRow("view", view.id, "update", before, dict(values))])
    return view


def remove_view(actor: Actor, view_id: UUID) -> None:
    """Delete a view. Raises NotFound, Forbidden."""
    with transaction.atomic():
        view = _own_view(actor, view_id)
        write_changes(
            actor,
            [ChangeRow("view", view.id, "delete", {"name": view.name, "object": view.object}, {})],
        )
        view.delete()


def _own_view(actor: Actor, view_id: UUID) -> SavedView:
    view = visible_views(actor).select_for_update(of=("self",)).filter(id=view_id).first()
    if view is None:
        raise NotFound
    if view.owner_id != actor.user_id and not policy_of(actor).may(view.object, "admin"):
        raise Forbidden(object="view", action="edit")
    return view


def _require_view_rights(actor: Actor, object_key: str, *, shared: bool) -> None:
    registry.get(object_key)
    policy_of(actor).require(object_key, "bulk" if shared else "view")
