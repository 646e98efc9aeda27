"""Objects administrators made: from a stored row and its fields to a declaration like any other."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, get_args

from django.db import models

from zhike.platform.access.roles import ACTIONS, Grants, Scope
from zhike.platform.metadata.fields import Field
from zhike.platform.metadata.models import CustomObject
from zhike.platform.metadata.spec import ObjectSpec, Section, Weight

Access = Literal["usual", "read", "closed"]
"""Who may use a new object: whoever may use others, everybody to read, or administrators alone until somebody is let in."""

ACCESSES: Final[tuple[Access, ...]] = get_args(Access)
_NOTHING: Final[Mapping[str, Scope]] = dict.fromkeys(ACTIONS, "none")
_READ: Final[Mapping[str, Scope]] = {**_NOTHING, "view": "all"}
_GRANTS: Final[Mapping[str, Grants]] = {
    "usual": {},
    "read": {"manager": {"view": "all"}, "member": _READ, "read_only": _READ},
    "closed": {"manager": _NOTHING, "member": _NOTHING, "read_only": _NOTHING},
}
TITLE: Final = "title"
"""The column that holds what a record is called."""

_WORDS: Final[Mapping[str, Weight]] = {
    "text": "B",
    "email": "B",
    "phone": "B",
    "url": "C",
    "tags": "C",
    "long_text": "D",
}
"""Kinds whose values records are found by."""
_SHORT: Final = frozenset({"choice", "number", "money", "date", "lookup", "person", "text"})
_MOST_COLUMNS: Final = 6
_MOST_HIGHLIGHTS: Final = 4
_MOST_QUICK: Final = 12


def made_spec(row: CustomObject, fields: Sequence[Field], model: type[models.Model]) -> ObjectSpec:
    """The declaration of a stored object. What was not chosen follows from its fields, in their order."""
    paths = [field.path for field in fields]
    short = [field.path for field in fields if field.kind.name in _SHORT]
    known = {TITLE, *paths, "owner", "created_at", "updated_at", "created_by", "updated_by"}
    columns = [path for path in row.columns if path in known]
    return ObjectSpec(
        model=model,
        shared=True,
        key=row.key,
        label=(row.label_en, row.label_zh),
        plural=(row.plural_en, row.label_zh),
        icon=row.icon,
        color=row.color,
        title=TITLE,
        labels={TITLE: (row.title_en, row.title_zh)},
        columns=columns or [TITLE, *short[:_MOST_COLUMNS], "owner", "updated_at"],
        layout=[
            Section(("Details", "资料"), [TITLE, *paths]),
            Section(("Record", "记录"), ["owner", "created_at", "updated_at"]),
        ],
        quick=[TITLE, *_first([field for field in fields if field.required], fields)],
        # The stages stand above them already.
        highlights=[path for path in short if path != row.stages][:_MOST_HIGHLIGHTS],
        subtitle=short[:2],
        search={
            TITLE: "A",
            **{
                field.path: _WORDS[field.kind.name] for field in fields if field.kind.name in _WORDS
            },
        },
        grants=_GRANTS[row.access],
        # A file cannot say which number the house gave.
        match=[] if row.series else [[TITLE]],
        series=row.series,
        stages=row.stages if row.stages in choices(fields) else None,
        scope_follows=[field.path for field in fields if field.kind.name == "lookup"],
    )


def _first(required: Sequence[Field], fields: Sequence[Field]) -> list[str]:
    """What a new record is asked for: all that must be there, then the rest as far as a form stays short."""
    paths = dict.fromkeys(field.path for field in (*required, *fields))
    return list(paths)[: max(_MOST_QUICK, len(required))]


def choices(fields: Iterable[Field]) -> set[str]:
    """The paths of fields that could be the way records go."""
    return {field.path for field in fields if field.kind.name == "choice"}
