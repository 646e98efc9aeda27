"""What a column can be mapped to: fields of the object, parts of them, and what its import profile adds."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from uuid import UUID

from zhike.kit.errors import Problem
from zhike.kit.language import Text
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.fields import Field
from zhike.platform.metadata.kinds.base import FieldKind
from zhike.platform.metadata.registry import ObjectType

NAME_PARTS: Final = {
    "family": Text("Family name", "姓"),
    "given": Text("Given name", "名"),
    "middle": Text("Middle name", "中间名"),
}
ADDRESS_PARTS: Final = {
    "country": Text("Country", "国家"),
    "region": Text("Province", "省份"),
    "city": Text("City", "城市"),
    "district": Text("District", "区县"),
    "street": Text("Street", "街道"),
    "postcode": Text("Postcode", "邮编"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """Something a column can fill. `path` is what a mapping stores: `email`, `custom.level`, `address#city`."""

    path: str
    label: Text
    kind: FieldKind
    settings: Mapping[str, Any] = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    required: bool = False

    @property
    def base(self) -> str:
        """The field a part belongs to."""
        return self.path.partition("#")[0]

    @property
    def part(self) -> str:
        """The part, or nothing for a whole field."""
        return self.path.partition("#")[2]


class ImportProfile(Protocol):
    """What an object's import does differently. Registered by the object's room."""

    object: str

    @property
    def targets(self) -> Sequence[Target]:
        """Columns beyond the object's own fields, e.g. those of order lines."""

    @property
    def essential(self) -> frozenset[str]:
        """Paths whose cells are never left empty when they cannot be read."""

    def group(self, values: Mapping[str, Any]) -> Hashable:
        """Rows following one another with the same answer are written together; None for rows on their own."""

    def write(self, run: Any, rows: Sequence[Any]) -> None:
        """Write a batch (`run` is a `batch.Run`, `rows` are `convert.Draft`s, some with trouble already).

        Sees to `run.names` too. Every row ends with a result, or with trouble.
        """


@dataclass(frozen=True, slots=True)
class Claim:
    """What whoever imports may say of every row at once, known records too, such as that all of them agreed.

    `sentence` is what they then vouch for. The paths of `fields` begin with that of the column the claim stands in for.
    """

    sentence: Text
    hint: Text
    fields: tuple[Target, ...]


class ImportExtra(Protocol):
    """Columns that a room above adds to the import of an object that is not its own, such as consent of contacts."""

    object: str

    @property
    def targets(self) -> Sequence[Target]:
        """The columns. They may be given as defaults, too, which only new records get."""

    @property
    def claim(self) -> Claim | None:
        """What may be said of every row."""

    def problems(self, actor: Actor, given: Mapping[str, Any]) -> Sequence[Problem]:
        """What is wrong with what is said of every row: it is incomplete, or not the actor's to say."""

    def write(self, run: Any, rows: Sequence[tuple[UUID, Mapping[str, Any]]]) -> None:
        """Take the values of the columns and of the claim by record, in the transaction that wrote the records."""


_profiles: dict[str, ImportProfile] = {}
_extras: dict[str, list[ImportExtra]] = {}


def register_extra(extra: ImportExtra) -> None:
    """Add columns to the imports of `extra.object`. Called from the `ready` of the app that adds them."""
    _extras.setdefault(extra.object, []).append(extra)


def extras_of(object_key: str) -> Sequence[ImportExtra]:
    """What other rooms add to the import of an object."""
    return _extras.get(object_key, ())


def extra_targets_of(object_key: str) -> dict[str, Target]:
    """The columns other rooms add, by path."""
    return {target.path: target for extra in extras_of(object_key) for target in extra.targets}


def claims_of(object_key: str) -> dict[str, Target]:
    """What may be said of every row, by path."""
    claims = (extra.claim for extra in extras_of(object_key))
    return {field.path: field for claim in claims if claim for field in claim.fields}


def register_profile(profile: ImportProfile) -> None:
    """Have the imports of `profile.object` done its way. Called from the `ready` of its app."""
    _profiles[profile.object] = profile


def profile_of(object_key: str) -> ImportProfile | None:
    """The object's own way, if it has one."""
    return _profiles.get(object_key)


def targets_of(type_: ObjectType) -> dict[str, Target]:
    """Every target of an object by path: fields that may be entered, with the parts of names and addresses."""
    found: dict[str, Target] = {}
    for path, entered in type_.writable.items():
        if entered.kind.name == "json" or (
            entered.kind.name == "lookup" and not entered.settings.get("object")
        ):
            continue
        found[path] = Target(
            path, entered.label, entered.kind, entered.settings, required=entered.required
        )
        for part, label in _parts(type_, entered).items():
            whole = Text(f"{entered.label.en}: {label.en}", f"{entered.label.zh}：{label.zh}")
            found[f"{path}#{part}"] = Target(
                f"{path}#{part}", whole, entered.kind, entered.settings
            )
    profile = profile_of(type_.key)
    if profile:
        found |= {target.path: target for target in profile.targets}
    return found | extra_targets_of(type_.key)


def _parts(type_: ObjectType, entered: Field) -> Mapping[str, Text]:
    if entered.kind.name == "address":
        return ADDRESS_PARTS
    # The title of an object that has e-mail addresses is a person's name.
    if entered.path == type_.spec.title and any(
        other.kind.name == "email" and not other.custom for other in type_.fields.values()
    ):
        return NAME_PARTS
    return {}


def overflow_of(type_: ObjectType, path: str) -> str | None:
    """The field that takes second and third values of `path`: `other_emails` for `email`."""
    kind = type_.fields[path].kind.name if path in type_.fields else ""
    for other in type_.writable.values():
        if other.kind.name == "tags" and other.settings.get("item") == kind:
            return other.path
    return None
