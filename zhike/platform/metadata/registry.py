"""All objects of this installation. Specs register at start; what administrators made of their own, objects and fields, is
read when metadata's version rises.
"""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Final, cast

from django.db import connection, models

from zhike.kit.language import Text
from zhike.platform.access.policy import take_declared
from zhike.platform.access.roles import FieldClass, declare_grants
from zhike.platform.metadata.errors import UnknownField, UnknownObject
from zhike.platform.metadata.fields import SYSTEM_LABELS, Field, Relation, standard_field
from zhike.platform.metadata.formula.fields import Binder
from zhike.platform.metadata.kinds import KINDS
from zhike.platform.metadata.kinds.choice import clean_options
from zhike.platform.metadata.kinds.masked import OF_KIND
from zhike.platform.metadata.made import made_spec
from zhike.platform.metadata.models import CustomField, CustomObject
from zhike.platform.metadata.spec import ObjectSpec

FILLED: Final = frozenset({"auto_number", "formula"})
"""Kinds of custom fields that the house fills and nobody enters."""
# What was made in another process is seen after this many seconds at most.
VERSION_CHECK_SECONDS: Final = 2.0
# An object nobody knows is looked for again after this many seconds: who asks for it may come from where it was made.
AGAIN_SECONDS: Final = 0.1


@dataclass(frozen=True)
class ObjectType:
    """One object with its fields (standard first, then custom) and the relations that point at it."""

    spec: ObjectSpec
    fields: dict[str, Field]
    relations: dict[str, Relation]

    @property
    def key(self) -> str:
        """The object's key."""
        return self.spec.key

    def field(self, path: str) -> Field:
        """The field at `name` or `custom.level`. Raises UnknownField, which lists the fields."""
        found = self.fields.get(path)
        if found is None:
            raise UnknownField(object=self.key, field=path[:80], known=", ".join(self.fields))
        return found

    def through(self, path: str) -> tuple[Field | None, str]:
        """The lookup a path goes through first, and the rest of the path: `company.industry`, `custom.firm.industry`."""
        first, _, rest = path.partition(".")
        if first == "custom":
            key, _, rest = rest.partition(".")
            first = f"custom.{key}"
        lookup = self.fields.get(first)
        if lookup is None or lookup.settings.get("object") is None or not rest:
            return None, ""
        return lookup, rest

    def known(self, paths: Iterable[str]) -> list[str]:
        """Those of the paths that are fields: what a spec names may be hidden from a reader."""
        return [path for path in paths if path in self.fields]

    def has_whole(self, *paths: str) -> bool:
        """Whether the reader sees all of these fields, and none only in part."""
        return all(path in self.fields and not self.fields[path].masked for path in paths)

    @cached_property
    def title(self) -> Field | None:
        """The title field, or None where it is hidden from the reader."""
        return self.fields.get(self.spec.title)

    @cached_property
    def writable(self) -> dict[str, Field]:
        """The fields a person may enter."""
        return {path: field for path, field in self.fields.items() if not field.readonly}

    @cached_property
    def custom(self) -> dict[str, Field]:
        """Custom fields by bare key."""
        return {field.key: field for field in self.fields.values() if field.custom}


class Registry:
    """Specs by key, resolved lazily because relations need every spec to be there."""

    def __init__(self) -> None:
        self._declared: dict[str, ObjectSpec] = {}
        self._shared: type[models.Model] | None = None
        self._reserved: set[str] = set()
        self._specs: dict[str, ObjectSpec] = {}
        self._resolved: dict[str, ObjectType] = {}
        self._version = -1
        self._checked_at = float("-inf")
        self._lock = Lock()

    def register(self, spec: ObjectSpec) -> None:
        """Add an object. Called from the `ready` of its app; raises ValueError for a key taken twice."""
        if spec.key in self._declared:
            raise ValueError(f"object {spec.key!r} is registered twice")
        self._declared[spec.key] = spec
        declare_grants(spec.key, spec.grants)
        self._resolved = {}

    def plug_shared(self, model: type[models.Model]) -> None:
        """Say which model keeps the records of objects that administrators make: its room stands above this one."""
        self._shared = model

    def reserve(self, keys: Iterable[str]) -> None:
        """Keep words from becoming keys of objects, because the log, an export or a right goes by them."""
        self._reserved.update(keys)

    @property
    def reserved(self) -> frozenset[str]:
        """Keys that an object cannot be made under."""
        return frozenset(self._reserved | self._declared.keys())

    @property
    def declared(self) -> dict[str, ObjectSpec]:
        """Every spec that comes with the house, without touching the database."""
        return self._declared

    @property
    def specs(self) -> dict[str, ObjectSpec]:
        """Every spec, also of objects administrators made."""
        self._refresh()
        return self._specs

    def count_made(self, keys: Iterable[str]) -> dict[str, int]:
        """How many records these made objects have, in use or not, those in the trash included."""
        assert self._shared is not None
        mine = self._shared._default_manager.filter(object_key__in=list(keys))
        rows = mine.values_list("object_key")
        return dict(rows.annotate(models.Count("pk")).order_by("object_key"))

    def get(self, key: str) -> ObjectType:
        """The object of `key`. Raises UnknownObject."""
        self._refresh()
        if key not in self._resolved and time.monotonic() - self._checked_at > AGAIN_SECONDS:
            # Perhaps made a moment ago, where another process answered.
            self._checked_at = float("-inf")
            self._refresh()
        found = self._resolved.get(key)
        if found is None:
            # Not those administrators made: that there is one may be nothing for who asks.
            raise UnknownObject(object=key[:60], known=", ".join(self._declared))
        return found

    def __iter__(self) -> Iterator[ObjectType]:
        self._refresh()
        return iter(self._resolved.values())

    @property
    def version(self) -> int:
        """The number of the metadata in use."""
        self._refresh()
        return self._version

    def forget(self) -> None:
        """Read metadata again at the next use: after a change in this process, or when a test rolls back."""
        self._checked_at = float("-inf")
        self._version = -1

    def _refresh(self) -> None:
        if self._resolved and time.monotonic() - self._checked_at < VERSION_CHECK_SECONDS:
            return
        with self._lock:
            with connection.cursor() as cursor:
                cursor.execute("SELECT coalesce(max(number), 0) FROM metadata_metadataversion")
                number = int(cursor.fetchone()[0])
            if number != self._version or not self._resolved:
                self._read()
                self._version = number
            self._checked_at = time.monotonic()

    def _read(self) -> None:
        """Read what administrators made, in two statements."""
        rows = [] if self._shared is None else list(CustomObject.objects.filter(IN_USE))
        known = self._declared.keys() | {row.key for row in rows}
        customs = custom_fields(known)
        specs = dict(self._declared)
        for row in rows:
            assert self._shared is not None
            specs[row.key] = made_spec(row, customs.get(row.key, ()), self._shared)
        take_declared({row.key: specs[row.key].grants for row in rows})
        self._specs, self._resolved = specs, resolve(specs, customs)


def custom_fields(objects: Collection[str]) -> dict[str, list[Field]]:
    """The fields administrators made, by object; without those that point at an object that is not there."""
    found: dict[str, list[Field]] = {}
    for row in CustomField.objects.all():
        if row.settings.get("object") is None or row.settings["object"] in objects:
            found.setdefault(row.object, []).append(custom_field(row))
    return found


def resolve(
    specs: Mapping[str, ObjectSpec], customs: Mapping[str, Sequence[Field]]
) -> dict[str, ObjectType]:
    """Every object with fields and relations."""
    types: dict[str, ObjectType] = {}
    for key, spec in specs.items():
        standard = [
            standard_field(spec, name)
            for name in (*spec.labels, *(name for name in SYSTEM_LABELS if name not in spec.labels))
        ]
        fields = {field.path: field for field in (*standard, *customs.get(key, ()))}
        types[key] = ObjectType(spec, fields, {})
    for source in types.values():
        for field in source.fields.values():
            if field.relation is None:
                continue
            # A lookup to any record relates every object to its own.
            named = field.settings["object"]
            for target in types.values() if named is None else (types[named],):
                label = relation_label(target, source.spec, field)
                target.relations[field.relation] = Relation(
                    field.relation, source.key, field.path, label, listed=field.custom
                )
    return bound(types)[0]


def bound(types: dict[str, ObjectType]) -> tuple[dict[str, ObjectType], Binder]:
    """The objects with their formulas checked, and what was found wrong with any."""
    binder = Binder({key: type_.fields for key, type_ in types.items()})
    binder.all()
    if not binder.bound:
        return types, binder
    return {
        key: ObjectType(
            type_.spec,
            {path: binder.bound.get((key, path), found) for path, found in type_.fields.items()},
            type_.relations,
        )
        for key, type_ in types.items()
    }, binder


def relation_label(target: ObjectType, source: ObjectSpec, field: Field) -> Text:
    """What the records that point at another are called there: by their field, too, where others of them point at it."""
    plural = source.text("plural")
    if all(other.object != source.key for other in target.relations.values()):
        return plural
    return Text(f"{plural.en} ({field.label.en})", f"{plural.zh}（{field.label.zh}）")


def custom_field(row: CustomField) -> Field:
    """The field of a stored definition."""
    settings = dict(row.settings)
    if "options" in settings:
        settings["options"] = clean_options(settings["options"])
    return Field(
        key=row.key,
        # What a formula gives is known when all fields are: see `bound`.
        kind=KINDS["text" if row.kind == "formula" else row.kind],
        label=Text(row.label_en, row.label_zh),
        settings=settings,
        column=None,
        required=row.required and row.kind not in FILLED,
        readonly=row.kind in FILLED,
        field_class=cast("FieldClass", row.field_class),
        mask=row.mask or OF_KIND.get(row.kind, "all"),
        summed=row.kind == "money",
        relation=f"{row.object}.{row.key}" if row.kind == "lookup" else None,
    )


IN_USE: Final = models.Q(is_enabled=True, deleted_at__isnull=True)
"""Objects that are there for everybody."""


registry: Final = Registry()
