"""What the metadata endpoints take and give. `FieldMeta.kind` is a closed list, so a browser that lacks one fails its
build.
"""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from zhike.kit.schemas import Input, Label, written_within
from zhike.platform.access.roles import FieldClass, Scope

KindName = Literal[
    "text",
    "long_text",
    "choice",
    "multi_choice",
    "tags",
    "number",
    "money",
    "percent",
    "rating",
    "duration",
    "auto_number",
    "boolean",
    "date",
    "datetime",
    "email",
    "phone",
    "url",
    "address",
    "person",
    "lookup",
    "json",
]


class OptionMeta(Schema):
    """One option of a choice."""

    key: str
    label: Label
    color: str


class FieldSettings(Schema):
    """What a kind is set to; only the keys that apply are present."""

    model_config = ConfigDict(extra="allow")
    options: list[OptionMeta] | None = None
    object: str | None = None
    currencies: list[str] | None = None
    limit: int | None = None
    places: int | None = None
    item: str | None = None
    stars: int | None = None
    pattern: str | None = None
    start: int | None = None
    expression: str | None = None
    broken: bool | None = None


class FieldMeta(Schema):
    """One field of an object. `computed`: nobody enters it; its kind is that of what it gives. `masked`: the reader sees it in part; `locked`: it can be edited, but not by the reader."""

    key: str
    kind: KindName
    label: Label
    required: bool
    readonly: bool
    custom: bool
    computed: Literal["formula"] | None
    field_class: FieldClass
    masked: bool
    locked: bool
    sortable: bool
    filterable: bool
    operators: list[str]
    measures: list[str]
    summed: bool
    settings: FieldSettings


class SectionMeta(Schema):
    """A group of fields on the record page."""

    label: Label
    fields: list[str]


class RelationMeta(Schema):
    """Records of another object that point here."""

    key: str
    object: str
    field: str
    label: Label


class VerbMeta(Schema):
    """An action of the object's own."""

    key: str
    label: Label


class ObjectMeta(Schema):
    """One object. `scopes`: how far the reader's rights to view, edit and delete reach."""

    key: str
    label: Label
    plural: Label
    icon: str
    color: str
    listed: bool
    title_field: str
    stage_field: str | None
    sort: str
    columns: list[str]
    quick: list[str]
    highlights: list[str]
    subtitle: list[str]
    layout: list[SectionMeta]
    related: list[str]
    fields: list[FieldMeta]
    relations: list[RelationMeta]
    actions: list[str]
    scopes: dict[Literal["view", "edit", "delete"], Scope]
    verbs: list[VerbMeta]


class TeamMeta(Schema):
    """A team of the reader."""

    id: UUID
    name: str


class UserMeta(Schema):
    """The reader."""

    id: UUID
    name: str
    email: str
    language: str
    theme: str
    density: str
    time_zone: str
    roles: list[str]
    teams: list[TeamMeta]


class AttributeOptionMeta(Schema):
    """A value people may have."""

    key: str
    label: Label


class AttributeMeta(Schema):
    """Something noted of people, which conditions with the operator `mine` name; without options values are texts."""

    key: str
    label: Label
    options: list[AttributeOptionMeta]


class Meta(Schema):
    """Everything needed to draw pages for the reader."""

    version: int
    language: str
    user: UserMeta | None
    currency: str
    live_url: str
    demo: bool
    attributes: list[AttributeMeta]
    objects: list[ObjectMeta]


class RegionNode(Schema):
    """A division of China and those inside it; `pinyin` has a space between syllables."""

    code: str
    name: Label
    pinyin: str
    children: "list[RegionNode]"


Name = Annotated[str, Field(max_length=100)]
Columns = Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=40)]


class NewObject(Input):
    """An object to make. `plural` is English: Chinese has one word for one and many. `title` is what its records are called by;
    `series` the pattern of an automatic number, such as `HT-{year}-{n:04}`, where the house gives these titles.

    `access`: whoever may use other objects, everybody to read, or administrators alone, until rights are set.
    """

    key: str
    label: Label
    plural: Name
    title: Label = Label(en="Name", zh="名称")
    icon: str = "box"
    color: str = "accent"
    columns: Columns = []
    series: Annotated[str, Field(max_length=60)] = ""
    access: Literal["usual", "read", "closed"] = "usual"


class ObjectChanges(Input):
    """What to change of an object. Switched off, it disappears and keeps its records."""

    label: Label | None = None
    plural: Name | None = None
    title: Label | None = None
    icon: str | None = None
    color: str | None = None
    columns: Columns | None = None
    series: Annotated[str, Field(max_length=60)] | None = None
    stages: Annotated[str, Field(max_length=60)] | None = None
    is_enabled: bool | None = None


class MadeObject(Schema):
    """An object of the workspace's own, as administrators see it; `gone_at` is when what was deleted goes for good."""

    key: str
    label: Label
    plural: str
    title: Label
    icon: str
    color: str
    columns: list[str]
    series: str
    stages: str
    access: str
    is_enabled: bool
    deleted_at: datetime | None
    gone_at: datetime | None
    fields: int
    records: int


class FieldIn(Input):
    """A custom field to make. The kind of a formula is that of its result, which the formula says."""

    key: str
    kind: KindName | Literal["formula"]
    label: Label
    settings: dict[str, Any] = Field(default_factory=dict)
    required: bool = False
    field_class: FieldClass = "internal"


class FieldChanges(Input):
    """What to change of a custom field."""

    label: Label | None = None
    settings: dict[str, Any] | None = None
    required: bool | None = None
    field_class: FieldClass | None = None


KeptFilter = Annotated[dict[str, Any], written_within(50_000)]


class ViewIn(Input):
    """A view to keep."""

    object: str
    name: str = Field(min_length=1, max_length=100)
    filter: KeptFilter | None = None
    sort: str = Field("", max_length=300)
    columns: list[str] | None = Field(None, max_length=60)
    shared: bool = False


class ViewChanges(Input):
    """What to change of a view."""

    name: str | None = Field(None, min_length=1, max_length=100)
    filter: KeptFilter | None = None
    sort: str | None = Field(None, max_length=300)
    columns: list[str] | None = Field(None, max_length=60)
    shared: bool | None = None
    position: int | None = Field(None, ge=0, le=10_000)


class ViewOut(Schema):
    """A kept view."""

    id: UUID
    object: str
    name: str
    filter: dict[str, Any] | None
    sort: str
    columns: list[str] | None
    shared: bool
    position: int
    owner_id: UUID | None
    created_at: datetime
