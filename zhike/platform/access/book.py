"""The rights of this installation: every role, sharing rule and attribute of people as stored, read once for each stamp."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

import orjson

from zhike.kit.language import Text
from zhike.platform.access.models import (
    PersonAttribute,
    RightsStamp,
    SharingRule,
    StoredRole,
)
from zhike.platform.access.roles import ROLES, Role


@dataclass(frozen=True, slots=True)
class Rule:
    """A sharing rule in use. `filter` is the JSON text of a filter tree, not yet checked."""

    id: UUID
    object: str
    name: str
    filter: str
    role: str
    team: UUID | None
    department: UUID | None
    access: Literal["view", "edit"]

    def is_for(
        self, roles: tuple[Role, ...], teams: frozenset[UUID], departments: frozenset[UUID]
    ) -> bool:
        """Whether it opens records to somebody of these roles, teams and departments; naming none it is for everybody.

        `departments` are their own and all above: a rule for a department is one for those below it.
        """
        if self.team is not None:
            return self.team in teams
        if self.department is not None:
            return self.department in departments
        return not self.role or any(role.key == self.role for role in roles)


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something noted of people. A value is the key of an option, or any text where there are no options."""

    key: str
    label: Text
    options: tuple[tuple[str, Text], ...] = ()

    def words(self, values: Sequence[str]) -> tuple[str, ...]:
        """The values as other lists of options may write them: the keys, and what these are called in both languages."""
        labels = dict(self.options)
        found = (word for value in values for word in (value, *labels.get(value, ())))
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Book:
    """All roles by key, built-in ones first, the active sharing rules, and the attributes of people."""

    stamp: str
    roles: Mapping[str, Role]
    rules: tuple[Rule, ...]
    attributes: tuple[Attribute, ...]


_kept: list[Book] = []


def book_of(stamp: str) -> Book:
    """The book of a stamp that was just read; three statements when it is not the one kept."""
    if _kept and _kept[0].stamp == stamp:
        return _kept[0]
    found = _read(stamp)
    _kept[:] = [found]
    return found


def current_book() -> Book:
    """The book as it is now."""
    return book_of(str(RightsStamp.objects.values_list("stamp", flat=True).get(id=1)))


def _read(stamp: str) -> Book:
    roles = dict(ROLES)
    for row in StoredRole.objects.order_by("created_at", "key"):
        roles[row.key] = stored_role(row)
    rules = tuple(
        Rule(
            row.id,
            row.object,
            row.name,
            orjson.dumps(row.filter).decode(),
            row.role,
            row.team_id,
            row.department_id,
            "edit" if row.access == "edit" else "view",
        )
        for row in SharingRule.objects.filter(active=True)
    )
    attributes = tuple(
        Attribute(
            row.key,
            Text(row.label_en, row.label_zh),
            tuple(
                (one["key"], Text(one["label"]["en"], one["label"]["zh"])) for one in row.options
            ),
        )
        for row in PersonAttribute.objects.order_by("created_at", "key")
    )
    return Book(stamp, roles, rules, attributes)


def stored_role(row: StoredRole) -> Role:
    """A role of the table; the administrator keeps its rights whatever the table says."""
    built_in = ROLES.get(row.key)
    if built_in is not None and built_in.may_all:
        return built_in
    base = ROLES.get(row.base)
    start = built_in or Role(
        row.key,
        Text(row.label_en, row.label_zh),
        {} if base is None or base.may_all else base.grants,
        base=row.base,
    )
    return replace(
        start,
        objects=row.objects_set,
        fields=row.fields_set,
        classes=row.classes_set,
        follows={key: tuple(paths) for key, paths in row.follows_set.items()},
    )
