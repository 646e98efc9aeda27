"""Titles in cells become records and people: a company by its name, an owner by e-mail or name. A batch at a time."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.db import connection

from zhike.kit.language import Text
from zhike.kit.sql import Sql
from zhike.kit.words import sort_key
from zhike.platform.access.policy import Policy
from zhike.platform.identity.actor import Actor
from zhike.platform.imports.convert import Draft, Trouble
from zhike.platform.metadata.kinds.base import BadValue
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.actions.bulk_write import RowWrite, write_many
from zhike.platform.records.actions.entries import SORT_KEY_LIMIT
from zhike.platform.records.query.reach import visible_rows

_MOST_KEPT: Final = 200_000

NOT_FOUND: Final = Text("There is no {object} called “{value}”.", "没有名为“{value}”的{object}。")
NO_PERSON: Final = Text(
    "There is no user called “{value}”. Use their e-mail address.",
    "没有名为“{value}”的用户，请填写其邮箱。",
)


class Names:
    """Remembers what a name means for the length of one import; makes missing records where the actor may."""

    def __init__(
        self,
        actor: Actor,
        type_: ObjectType,
        policy: Policy,
        *,
        create: bool,
        spared: frozenset[str] = frozenset(),
    ) -> None:
        self.actor, self.type, self.policy, self.create = actor, type_, policy, create
        self._spared = spared
        self._records: dict[tuple[str, str], UUID | None] = {}
        self._people: dict[str, UUID] | None = None
        self.created = 0

    def settle(self, drafts: Iterable[Draft]) -> None:
        """Replace the names of drafts by ids, noting trouble where there is none, or a warning where the field is spared."""
        rows = [draft for draft in drafts if draft.names and not draft.troubles]
        for path in dict.fromkeys(path for draft in rows for path in draft.names):
            found = self.type.fields[path]
            named = [draft for draft in rows if path in draft.names]
            if found.kind.name == "person":
                self._settle_people(path, named)
            else:
                self._settle_records(path, str(found.settings["object"]), named)

    def _settle_people(self, path: str, drafts: Sequence[Draft]) -> None:
        people = self._known_people()
        for draft in drafts:
            text = draft.names[path]
            person = people.get(text.casefold())
            if person is None:
                self.refuse(
                    draft, Trouble("unknown-person", NO_PERSON, path, text, {"value": text[:80]})
                )
            else:
                draft.values[path] = str(person)

    def _known_people(self) -> dict[str, UUID]:
        if self._people is None:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT id, lower(email), name FROM identity_user WHERE is_active ORDER BY id DESC"
                )
                rows = cursor.fetchall()
            by_name = {name.casefold(): person for person, _, name in rows if name}
            self._people = by_name | {email: person for person, email, _ in rows}
        return self._people

    def refuse(self, draft: Draft, trouble: Trouble) -> None:
        """Leave the field empty where it is spared, else keep the row out."""
        (draft.warnings if trouble.path in self._spared else draft.troubles).append(trouble)

    def _settle_records(self, path: str, object_key: str, drafts: Sequence[Draft]) -> None:
        names = {draft.names[path] for draft in drafts}
        self._look_up(object_key, names)
        # Who does not see whole what records are called would make each of them again.
        may_create = (
            self.create
            and self.policy.may(object_key, "create")
            and self._titled(object_key)
            and not registry.specs[object_key].series
        )
        missing = {name for name in names if self._known(object_key, name) is None}
        refused = self._make(path, object_key, missing) if missing and may_create else {}
        ids = {name: str(known) for name in names if (known := self._known(object_key, name))}
        for draft in drafts:
            name = draft.names[path]
            record = ids.get(name)
            if record is not None:
                draft.values[path] = record
            elif name in refused:
                self.refuse(draft, refused[name])
            else:
                label = registry.get(object_key).spec.text("label")
                data = {"object": Text(label.en.lower(), label.zh), "value": name[:80]}
                self.refuse(draft, Trouble("unknown-record", NOT_FOUND, path, name, data))

    def _titled(self, object_key: str) -> bool:
        """Whether the actor sees whole what records of the object are called, and may so find them by it."""
        return seen_by(self.policy, object_key).has_whole(registry.specs[object_key].title)

    def _known(self, object_key: str, name: str) -> UUID | None:
        return self._records.get((object_key, _folded(name)))

    def _look_up(self, object_key: str, names: set[str]) -> None:
        """Ask once for the names not asked for before. Titles are compared without regard to capitals."""
        if len(self._records) > _MOST_KEPT:
            self._records.clear()
        unknown = {name for name in names if (object_key, _folded(name)) not in self._records}
        if not unknown or not self._titled(object_key):
            return
        other = registry.get(object_key)
        seen = visible_rows(other, self.policy, "t", "view")
        keys = list({sort_key(name)[:SORT_KEY_LIMIT] for name in unknown})
        question = (
            Sql(
                f"SELECT e.id, e.title FROM records_entry e JOIN {other.spec.rows} t ON t.id = e.id WHERE e.object = %s",
                (object_key,),
            )
            + Sql(" AND e.deleted_at IS NULL AND e.sort_key = ANY(%s) AND ", (keys,))
            + seen
            + Sql(" ORDER BY e.id DESC")
        )
        with connection.cursor() as cursor:
            cursor.execute(question.text, question.params)
            found = {_folded(title): record for record, title in cursor.fetchall()}
        for name in unknown:
            self._records[object_key, _folded(name)] = found.get(_folded(name))

    def _make(self, path: str, object_key: str, names: set[str]) -> dict[str, Trouble]:
        """Create records of these titles; returns trouble for titles that cannot be one."""
        other = registry.get(object_key)
        title = other.fields[other.spec.title]
        writes: dict[str, RowWrite] = {}
        refused: dict[str, Trouble] = {}
        for name in sorted(names):
            try:
                value = title.kind.clean(name, title.settings)
            except BadValue as error:
                refused[name] = Trouble(error.code, error.text, path, name, error.data)
                continue
            writes.setdefault(_folded(name), RowWrite({title.path: value}))
        write_many(self.actor, object_key, list(writes.values()))
        self.created += len(writes)
        for folded, write in writes.items():
            self._records[object_key, folded] = write.id
        return refused


@lru_cache(maxsize=16_384)
def _folded(name: str) -> str:
    return name.strip().casefold()
