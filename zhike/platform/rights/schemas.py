"""What the rights endpoints take and give."""

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, model_validator

from zhike.kit.schemas import Input, Label
from zhike.platform.access.roles import FieldAccess, FieldClass, Scope

Key = Annotated[str, Field(max_length=60)]
Objects = dict[Key, dict[Key, Scope]]
Fields = dict[Key, dict[Annotated[str, Field(max_length=80)], FieldAccess]]
Classes = dict[FieldClass, FieldAccess]
Follows = dict[Key, Annotated[list[Key], Field(max_length=20)]]


class RoleRights(Schema):
    """A role: what it comes to (`grants`, by object and action), what it would without anything set (`defaults`), which
    actions do as `edit` does until something is set for them (`followers`), and what was set for it.
    """

    key: str
    label: Label
    base: str
    built_in: bool
    version: int
    may_all: bool
    people: int
    grants: Objects
    defaults: Objects
    followers: dict[str, list[str]]
    objects: Objects
    fields: Fields
    classes: dict[str, FieldAccess]
    follows: Follows


class FieldOfMatrix(Schema):
    """A field a role may see whole, in part, or not."""

    key: str
    label: Label
    field_class: FieldClass
    maskable: bool
    required: bool


class ActionOfMatrix(Schema):
    """Something that can be granted on an object; without `by_rows` the scope can only be none or all."""

    key: str
    label: Label
    by_rows: bool


class ObjectOfMatrix(Schema):
    """An object of the grid."""

    key: str
    label: Label
    icon: str
    actions: list[ActionOfMatrix]
    fields: list[FieldOfMatrix]
    follows: list[FieldOfMatrix]


class Matrix(Schema):
    """Everything the grid of rights shows."""

    objects: list[ObjectOfMatrix]
    roles: list[RoleRights]


class NewRole(Input):
    """A role to make, like a built-in one or from nothing."""

    key: Annotated[str, Field(max_length=40)]
    label: Label
    base: Annotated[str, Field(max_length=40)] = ""


class RoleChanges(Input):
    """What to change of a role; each part given replaces the part as a whole."""

    label: Label | None = None
    objects: Objects | None = None
    fields: Fields | None = None
    classes: Classes | None = None
    follows: Follows | None = None


class RuleIn(Input):
    """A sharing rule for those of a role, a team, or a department and those below; naming none means everybody."""

    object: Key
    name: Annotated[str, Field(max_length=100)]
    filter: dict[str, Any]
    role: Annotated[str, Field(max_length=40)] = ""
    team: UUID | None = None
    department: UUID | None = None
    access: Literal["view", "edit"] = "view"
    active: bool = True

    @model_validator(mode="after")
    def one_circle(self) -> "RuleIn":
        """At most one of the three."""
        if sum(map(bool, (self.role, self.team, self.department))) > 1:
            raise ValueError("give one of role, team and department")
        return self


class RuleOut(RuleIn):
    """A stored rule; `sentence` says its filter in words."""

    id: UUID
    version: int
    sentence: Label


class Rules(Schema):
    """All sharing rules."""

    rows: list[RuleOut]


class ShareIn(Input):
    """Whom to open a record to."""

    user: UUID | None = None
    team: UUID | None = None
    department: UUID | None = None
    access: Literal["view", "edit"] = "view"
    part: Annotated[str, Field(max_length=60)] = ""

    @model_validator(mode="after")
    def one_receiver(self) -> "ShareIn":
        """Exactly one of the three."""
        if sum(one is not None for one in (self.user, self.team, self.department)) != 1:
            raise ValueError("give one of user, team and department")
        return self


class ShareOut(Schema):
    """A share of a record."""

    id: UUID
    kind: Literal["user", "team", "department"]
    receiver: UUID
    title: str
    access: Literal["view", "edit"]
    part: str


class Shares(Schema):
    """The shares of a record."""

    rows: list[ShareOut]


class ReasonOut(Schema):
    """One reason for seeing a record."""

    kind: str
    text: Label


class SeerOut(Schema):
    """Somebody who may view a record."""

    id: UUID
    name: str
    actions: list[str]
    reasons: list[ReasonOut]


class RecordRights(Schema):
    """Who sees a record and why, where that was asked for; what the reader may do with it, and why not."""

    people: list[SeerOut]
    mine: dict[str, Label | None]


class RevealIn(Input):
    """Masked fields to show whole, and the reason."""

    fields: Annotated[
        list[Annotated[str, Field(max_length=80)]], Field(min_length=1, max_length=50)
    ]
    reason: Annotated[str, Field(max_length=500)]


class Revealed(Schema):
    """Whole values by field path."""

    values: dict[str, Any]


class OwnedOut(Schema):
    """How many records of an object a person owns."""

    object: str
    label: Label
    count: int


class Owned(Schema):
    """What a person owns."""

    rows: list[OwnedOut]


class HandOverIn(Input):
    """Who gets it: everything to one person, objects named in `by_object` to others."""

    to: UUID
    by_object: dict[Key, UUID] = {}


class HandOverOut(Schema):
    """The progress to watch, and the request to undo it by."""

    progress: UUID
    request: UUID


class RoleInDocument(Input):
    """A role as a file tells it."""

    key: Annotated[str, Field(max_length=40)]
    label: Label
    base: Annotated[str, Field(max_length=40)] = ""
    objects: Objects = {}
    fields: Fields = {}
    classes: dict[str, FieldAccess] = {}
    follows: Follows = {}


class AttributeOption(Input):
    """One of the values an attribute may have."""

    key: Annotated[str, Field(min_length=1, max_length=60)]
    label: Label


class AttributeIn(Input):
    """What may be noted of people; without options a value is any text."""

    label: Label
    options: Annotated[list[AttributeOption], Field(max_length=200)] = []


class AttributeOut(AttributeIn):
    """An attribute; `people` have a value of it, and sharing rules named in `rules` speak of it."""

    key: str
    people: int
    rules: list[str]


class Attributes(Schema):
    """All attributes of people."""

    rows: list[AttributeOut]


class PersonValues(Input):
    """What is noted of a person, by attribute. On writing, attributes left out lose their values."""

    values: dict[
        Annotated[str, Field(max_length=40)],
        Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=20)],
    ]


class AttributeInDocument(AttributeIn):
    """An attribute of people as a file tells it."""

    key: Annotated[str, Field(max_length=40)]


class RuleInDocument(Input):
    """A sharing rule as a file tells it; the team by its name, the department by the names from the top down."""

    object: Key
    name: Annotated[str, Field(max_length=100)]
    filter: dict[str, Any]
    role: Annotated[str, Field(max_length=40)] = ""
    team: Annotated[str, Field(max_length=200)] | None = None
    department: (
        Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=50)] | None
    ) = None
    access: Literal["view", "edit"] = "view"
    active: bool = True


class Document(Input):
    """Rights as a file."""

    format: str
    roles: Annotated[list[RoleInDocument], Field(max_length=500)]
    rules: Annotated[list[RuleInDocument], Field(max_length=2_000)]
    attributes: Annotated[list[AttributeInDocument], Field(max_length=100)] = []


class DocumentIn(Input):
    """A file, and whether to take it over or only to tell what would change."""

    document: Document
    apply: bool = False


class RightsDifferenceOut(Schema):
    """One role or rule that differs."""

    kind: Literal["attribute", "role", "rule"]
    key: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Differences(Schema):
    """What differs, and whether it was made so."""

    applied: bool
    rows: list[RightsDifferenceOut]
