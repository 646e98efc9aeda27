"""Fields and relations as everything above sees them: standard and custom ones alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from django.conf import settings as django_settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from zhike.kit.language import Text, text_of
from zhike.kit.sql import Sql, literal
from zhike.platform.access.roles import FieldClass
from zhike.platform.metadata.kinds import KINDS
from zhike.platform.metadata.kinds.base import BadValue, FieldKind
from zhike.platform.metadata.kinds.masked import OF_KIND, WHOLE_ONLY, MaskedKind
from zhike.platform.metadata.spec import ObjectSpec


class Computed(Protocol):
    """What the value of a field is worked out from, where nobody enters it: a formula, and what may come beside it."""

    @property
    def name(self) -> Literal["formula"]:
        """How it is worked out."""

    @property
    def reads(self) -> frozenset[tuple[str, str]]:
        """Every field it looks at, by object and path, those that others of its kind look at included."""

    def expression(self, field: "Callable[[str], tuple[Field, Sql]]", zone: str) -> Sql:
        """The comparable value over the fields of a row, which `field` gives by path; `zone` is the reader's."""

    def json(self, value: Sql) -> Sql:
        """The same for a response."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `column` is the model attribute, or None for a custom field, kept under `key` in `custom`."""

    key: str
    kind: FieldKind
    label: Text
    settings: Mapping[str, Any] = field(default_factory=dict)
    column: str | None = None
    required: bool = False
    readonly: bool = False
    summed: bool = False
    """Whether lists show its sum. Own fields do where they hold money."""
    limit: int | None = None
    relation: str | None = None
    """For a lookup: the key under which the other object reaches the records that point at it."""
    field_class: FieldClass = "internal"
    mask: str = "all"
    """Which mask shows part of it, see `masks`."""

    computed: Computed | None = None

    @property
    def custom(self) -> bool:
        """Whether an administrator made it."""
        return self.column is None

    @property
    def masked(self) -> bool:
        """Whether this is the field as seen by somebody who sees it only in part."""
        return isinstance(self.kind, MaskedKind)

    @property
    def maskable(self) -> bool:
        """Whether it can be shown in part: half a reference is none."""
        return self.kind.name not in WHOLE_ONLY

    @property
    def path(self) -> str:
        """How filters, sorts and column lists name it: `city`, `custom.level`."""
        return self.key if self.column is not None else f"custom.{self.key}"

    @property
    def columns(self) -> tuple[str, ...]:
        """Database columns of a standard field."""
        return self.kind.columns(self.column) if self.column is not None else ()

    def expression(self, alias: str) -> Sql:
        """The stored comparable value in the rows of an alias; of what may be computed a `Source` is asked."""
        if self.column is None:
            return self.kind.custom_expression(Sql(f"{alias}.custom"), literal(self.key))
        return self.kind.expression(Sql(alias), self.column)


@dataclass(frozen=True, slots=True)
class Relation:
    """Records of `object` whose lookup at the path `field` points here: `orders` of a contact."""

    key: str
    object: str
    field: str
    label: Text
    listed: bool = False
    """Whether the page of a record shows them without being told to: an administrator made the lookup."""


SYSTEM_LABELS: dict[str, Text] = {
    "owner": Text("Owner", "负责人"),
    "created_at": Text("Created", "创建时间"),
    "updated_at": Text("Last change", "最近修改"),
    "created_by": Text("Created by", "创建人"),
    "updated_by": Text("Changed by", "修改人"),
}
SYSTEM_READONLY = frozenset(SYSTEM_LABELS) - {"owner"}
_PLAIN_KINDS: "tuple[tuple[type[models.Field[Any, Any]], str], ...]" = (
    (models.TextField, "long_text"),
    (models.CharField, "text"),
    (models.BooleanField, "boolean"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
    (models.IntegerField, "number"),
    (models.DecimalField, "number"),
    (models.FloatField, "number"),
)


def kind_of(column: "models.Field[Any, Any]") -> str:
    """The kind of a model column. Raises TypeError for a column no kind fits."""
    declared = getattr(column, "kind", None)
    if declared:
        return str(declared)
    for django_class, kind in _PLAIN_KINDS:
        if isinstance(column, django_class) and not isinstance(column, ArrayField):
            return kind
    raise TypeError(f"{column}: no field kind fits {type(column).__name__}")


def standard_field(spec: ObjectSpec, key: str) -> Field:
    """The field of a model column. Raises FieldDoesNotExist or TypeError when spec and model disagree."""
    column = spec.model._meta.get_field(key)
    assert isinstance(column, models.Field)
    given = bool(spec.series) and key == spec.title
    kind = KINDS["auto_number" if given else kind_of(column)]
    settings = dict(getattr(column, "settings", {}))
    limit = getattr(column, "max_length", None)
    relation = None
    if kind.name == "text" and limit:
        settings["limit"] = limit
    elif kind.name == "money":
        settings["currencies"] = (django_settings.ZHIKE_CURRENCY,)
    elif kind.name == "number" and isinstance(column, models.IntegerField):
        settings["places"] = 0
    elif kind.name == "lookup":
        target = column.related_model
        settings["object"] = getattr(target, "object_key", None)
        name = getattr(column.remote_field, "related_name", None)
        relation = None if name in {None, "+"} else str(name)
    if given:
        settings = dict(spec.series)
    label = spec.labels.get(key) or SYSTEM_LABELS[key]
    return Field(
        key=key,
        kind=kind,
        label=text_of(label),
        settings=settings,
        column=key,
        required=not column.null
        and not column.blank
        and not column.has_default()
        and not given
        and key not in SYSTEM_LABELS,
        readonly=given or key in spec.readonly or key in SYSTEM_READONLY,
        summed=key in spec.totals,
        limit=limit,
        relation=relation,
        field_class=spec.classes.get(key, "internal"),
        mask=spec.masks.get(key) or OF_KIND.get(kind.name, "all"),
    )


def clean_value(field: Field, value: Any) -> Any:
    """Canonical JSON of one value; None stays None. Raises BadValue."""
    if value is None:
        return None
    cleaned = field.kind.clean(value, field.settings)
    if field.limit is not None and isinstance(cleaned, str) and len(cleaned) > field.limit:
        raise BadValue(
            "too-long",
            Text(
                "At most {limit} characters; this has {length}.",
                "最多 {limit} 个字符，当前 {length} 个。",
            ),
            limit=field.limit,
            length=len(cleaned),
        )
    return cleaned
