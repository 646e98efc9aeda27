"""The declaration of an object: everything the house needs to know that its model cannot say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from django.db import models

from zhike.kit.language import Text, text_of
from zhike.kit.sql import ident, literal
from zhike.platform.access.roles import FieldClass, Grants
from zhike.platform.identity.actor import Actor

Pair = Text | tuple[str, str]
Weight = Literal["A", "B", "C", "D"]
Values = dict[str, Any]
Check = Callable[[Actor, models.Model, frozenset[str]], None]
"""Validates a record before it is written: `(actor, instance, changed field keys)`; raises ValidationFailed."""
Effect = Callable[[Actor, str, Sequence[UUID]], None]
"""Runs after records were written, in the same transaction: `(actor, verb, record ids)`. Set-based, no loops of SQL."""


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of fields on the record page."""

    label: Pair
    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class Verb:
    """An action of the object's own, e.g. send: its key and what its button says."""

    key: str
    label: Pair


@dataclass(frozen=True, kw_only=True)
class ObjectSpec:
    """One object. `labels` names the model's fields in both languages, in the order they are offered."""

    model: type[models.Model]
    key: str
    label: Pair
    plural: Pair
    icon: str
    title: str
    labels: Mapping[str, Pair]
    columns: Sequence[str]
    layout: Sequence[Section]
    color: str = "accent"
    quick: Sequence[str] = ()
    highlights: Sequence[str] = ()
    related: Sequence[str] = ()
    search: Mapping[str, Weight] = field(default_factory=dict)
    subtitle: Sequence[str] = ()
    stages: str | None = None
    series: Mapping[str, Any] = field(default_factory=dict)
    """The settings of the automatic number that is the title, where the house gives titles."""
    sort: str = ""
    """The order its lists begin with, e.g. `-ordered_at`; empty: changed last, first."""
    readonly: frozenset[str] = frozenset()
    totals: frozenset[str] = frozenset()
    """Number fields whose sum over many records means something: the total of orders, not the members of segments."""
    verbs: Sequence[Verb] = ()
    grants: Grants = field(default_factory=dict)
    match: Sequence[Sequence[str]] = ()
    """Fields by which an import recognises a record, best first, e.g. `[["email", "other_emails"], ["phone"]]`."""
    within: Sequence[str] = ()
    """Lookup fields whose record a reader must be able to view too: a note about a record is hidden with it."""
    classes: Mapping[str, FieldClass] = field(default_factory=dict)
    """How delicate fields are; those not named are internal. Roles may say how a class is seen."""
    owners_view: frozenset[str] = frozenset()
    """Fields worked out with the owner's rights, such as a count: of records of others they are empty for whoever does not see
    everything.
    """
    filters: frozenset[str] = frozenset()
    """Fields that keep a filter: they are empty for whoever does not see whole what it asks for, except its owner."""
    masks: Mapping[str, str] = field(default_factory=dict)
    """The mask of fields whose kind does not tell it: `{"name": "name"}`."""
    scope_follows: Sequence[str] = ()
    """Lookups whose record may open this one, where a role says so: a contact of a company one may view."""
    counter: str = "条"
    """The Chinese measure word: 3 笔订单."""
    leaves_shell: bool = False
    """Whether an empty row stays when the trash is emptied, because proofs or results stand on it."""
    listed: bool = True
    """Whether the object has a page in the navigation."""
    shared: bool = False
    """Whether objects share the model's table, which then says in `object_key` whose each row is."""
    checks: Sequence[Check] = ()
    effects: Sequence[Effect] = ()

    @property
    def table(self) -> str:
        """The database table, for writes of rows that are known to be the object's; what reads asks for `rows`."""
        return self.model._meta.db_table

    @property
    def rows(self) -> str:
        """What stands in a FROM for the object: its table, or of a shared one its own rows alone.

        The planner takes the subquery apart, so it costs nothing; and no statement can forget whose rows it is about.
        """
        if not self.shared:
            return ident(self.table).text
        return (
            f"(SELECT * FROM {ident(self.table).text} WHERE object_key = {literal(self.key).text})"
        )

    @property
    def all_rows(self) -> str:
        """The whole table, for a FROM about many objects that share it, which says itself whose each row is."""
        return ident(self.table).text

    def holds(self, alias: str) -> str:
        """The condition that a row of the table under an alias is the object's."""
        return f"{alias}.object_key = {literal(self.key).text}" if self.shared else "TRUE"

    @property
    def records(self) -> "models.QuerySet[Any]":
        """The object's records as the ORM has them."""
        return self.model._default_manager.filter(**self.fixed)

    @property
    def fixed(self) -> dict[str, str]:
        """Columns that hold the same in every row of the object."""
        return {"object_key": self.key} if self.shared else {}

    def new(self, **columns: Any) -> models.Model:
        """An instance of the model that is one of the object's."""
        return self.model(**self.fixed, **columns)

    def text(self, name: Literal["label", "plural"]) -> Text:
        """The singular or plural name."""
        return text_of(getattr(self, name))
