"""A few records and many readers: who may view which of them, asked of everybody at once.

What somebody's own rights say of an owner is worked out here. What only the database knows (whether a rule fits a record,
whether another record opens it) is gathered from all readers first and asked together, the same condition once: two hundred
readers cost as many statements as two.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db import connection

from zhike.kit.sql import FALSE, TRUE, Sql, ident
from zhike.platform.access.policy import Policy
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.records.query.compile import rule_condition
from zhike.platform.records.query.reach import opened_rows

Answer = Callable[[], frozenset[UUID]]
"""The records a condition holds of."""
Around = Mapping[UUID, Sequence[tuple[str, UUID, UUID | None]]]
"""Object, id and owner of what each record is within; a record within something that is gone is missing."""
_TOGETHER: Final = 500
"""Questions in one statement: the time to plan one grows with them."""


@dataclass
class Questions:
    """Conditions on some records of an object, over the alias `o`; the same one is asked once however many readers it is for."""

    type: ObjectType
    records: Sequence[UUID]
    _asked: dict[tuple[str, str], int] = field(default_factory=dict)
    _pieces: list[Sql] = field(default_factory=list)
    _answers: list[set[UUID]] = field(default_factory=list)

    def ask(self, condition: Sql) -> Answer:
        """What answers once `put` was called."""
        if condition in (TRUE, FALSE):
            known = frozenset(self.records if condition == TRUE else ())
            return lambda: known
        key = (condition.text, repr(condition.params))
        place = self._asked.setdefault(key, len(self._pieces))
        if place == len(self._pieces):
            self._pieces.append(condition)
        return lambda: frozenset(self._answers[place])

    def put(self) -> None:
        """Ask the database all of them."""
        self._answers = [set() for _ in self._pieces]
        for start in range(0, len(self._pieces), _TOGETHER):
            some = Sql.join(", ", self._pieces[start : start + _TOGETHER])
            statement = Sql("SELECT o.id, ARRAY[") + some
            rows = f"] FROM {self.type.spec.rows} o WHERE o.id = ANY(%s)"
            statement += Sql(rows, (list(self.records),))
            with connection.cursor() as cursor:
                cursor.execute(statement.text, statement.params)
                for record, holds in cursor.fetchall():
                    for place, one in enumerate(holds, start):
                        if one:
                            self._answers[place].add(record)


def owners_of(type_: ObjectType, records: Sequence[UUID]) -> dict[UUID, UUID | None]:
    """The owner of each record that exists; one statement."""
    query = f"SELECT o.id, o.owner_id FROM {type_.spec.rows} o WHERE o.id = ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(query, [list(records)])
        return dict(cursor.fetchall())


def viewed_by_each(
    type_: ObjectType, owners: Mapping[UUID, UUID | None], policies: Mapping[UUID, Policy]
) -> dict[UUID, set[UUID]]:
    """By reader, those of the records with these owners that `view` reaches, whatever they are within. At most two statements, and
    one more for each further 500 conditions.
    """
    found: dict[UUID, set[UUID]] = {}
    questions = Questions(type_, tuple(owners))
    open_: list[tuple[UUID, Policy, list[Answer]]] = []
    for reader, policy in policies.items():
        scope = policy.rows(type_.key, "view")
        found[reader] = {record for record, owner in owners.items() if scope.covers(owner)}
        if scope.widened and len(found[reader]) < len(owners):
            ways = [rule_condition(policy, rule, "o") for rule in scope.rules]
            ways += [opened_rows(type_, policy, "o", path) for path in scope.follows]
            open_.append((reader, policy, [questions.ask(way) for way in ways]))
    questions.put()
    shared = (
        _shared_with(tuple(owners)) if any(_has_shares(type_, one) for _, one, _ in open_) else {}
    )
    for reader, policy, answers in open_:
        for answer in answers:
            found[reader] |= answer()
        if _has_shares(type_, policy):
            for circle in {policy.me, *policy.teams, *policy.departments}:
                found[reader] |= shared.get(circle, set())
    return found


def _has_shares(type_: ObjectType, policy: Policy) -> bool:
    return policy.rows(type_.key, "view").shared


def _shared_with(records: Sequence[UUID]) -> dict[UUID | None, set[UUID]]:
    """By person, team or department, those of the records that are shared with them."""
    found: dict[UUID | None, set[UUID]] = defaultdict(set)
    query = (
        "SELECT entry_id, COALESCE(user_id, team_id, department_id) FROM records_share"
        " WHERE entry_id = ANY(%s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [list(records)])
        for record, circle in cursor.fetchall():
            found[circle].add(record)
    return found


def surroundings_of(type_: ObjectType, records: Sequence[UUID]) -> Around:
    """What each record is within. A fixed number of statements, none for objects that are within nothing."""
    around: dict[UUID, list[tuple[str, UUID, UUID | None]]] = {record: [] for record in records}
    for key in type_.spec.within:
        column = ident(type_.fields[key].columns[0]).text
        query = (
            f"SELECT r.id, r.{column}, e.object FROM {type_.spec.rows} r"
            f" LEFT JOIN records_entry e ON e.id = r.{column} AND e.deleted_at IS NULL"
            f" WHERE r.{column} IS NOT NULL AND r.id = ANY(%s)"
        )
        with connection.cursor() as cursor:
            cursor.execute(query, [list(records)])
            rows = cursor.fetchall()
        outer: dict[str, list[UUID]] = defaultdict(list)
        for _, other, found in rows:
            if found is not None:
                outer[found].append(other)
        owners = {found: owners_of(registry.get(found), others) for found, others in outer.items()}
        for record, other, found in rows:
            if found is None:
                around.pop(record, None)
            elif record in around:
                around[record].append((found, other, owners[found].get(other)))
    return around


def seen_around_by_each(
    around: Around, policies: Mapping[UUID, Policy]
) -> dict[UUID, Collection[UUID]]:
    """By reader, the records all of whose surroundings they may view; nobody sees what is within something gone."""
    outer: dict[str, dict[UUID, UUID | None]] = defaultdict(dict)
    for places in around.values():
        for key, record, owner in places:
            outer[key][record] = owner
    seen = {
        key: viewed_by_each(registry.get(key), owners, policies) for key, owners in outer.items()
    }
    return {
        reader: [
            record
            for record, places in around.items()
            if all(other in seen[key][reader] for key, other, _ in places)
        ]
        if outer
        else around.keys()
        for reader in policies
    }
