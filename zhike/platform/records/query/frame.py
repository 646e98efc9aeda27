"""What is the same in every statement of one list for one reader: columns, rights and order, compiled once and kept.

A frame belongs to one policy and one state of the metadata. Both are replaced, never changed, when rights or fields
change, so a frame that is found is right.
"""

from dataclasses import dataclass, replace
from itertools import count
from typing import Final

from zhike.kit.sql import Sql
from zhike.platform.access.policy import Policy
from zhike.platform.metadata.kinds.base import Reader
from zhike.platform.metadata.registry import ObjectType
from zhike.platform.records.query.columns import row_columns
from zhike.platform.records.query.order import RECENT_FIRST, Order, Term, sort_terms
from zhike.platform.records.query.reach import merged, reached_rows, visible_slices
from zhike.platform.records.query.reference import Source

_KEPT_AT_MOST: Final = 512


@dataclass(frozen=True, slots=True)
class Frame:
    """A list statement without its filter: `head rows FROM … joins WHERE visible AND <filter> order tail`.

    `slices` stand for `visible` where the owner's index gives the order of the list: under a filter, the plain walk
    through all rows would look at every row of others before the page is full.
    """

    policy: Policy
    type: ObjectType
    head: Sql
    rows: Sql
    visible: Sql
    slices: tuple[Sql, ...]
    order: str
    limit: int
    tail: Sql
    terms: tuple[Term, ...]
    joins: dict[str, Sql]
    names: dict[str, str]
    next_alias: int

    def source(self, reader: Reader) -> Source:
        """A source for the filter of one request, on which the joins of the order are made already."""
        return Source(
            self.type,
            self.policy,
            reader,
            joins=dict(self.joins),
            aliases=count(self.next_alias),
            names=dict(self.names),
        )

    def statement(self, source: Source, conditions: list[Sql], *, sliced: bool = False) -> Sql:
        """The statement: one row of the JSON rows, whether more follow, and the sort values of the last row."""
        start = (self.rows, source.from_clause(), _WHERE)
        conditions = [piece for condition in conditions for piece in (_AND, condition)]
        if sliced and self.slices:
            pieces = [Sql.join("", (*start, one, *conditions)) for one in self.slices]
            rows = [merged(pieces, self.order, self.limit + 1)]
        else:
            tail = Sql(f" ORDER BY {self.order} LIMIT {self.limit + 1:d}")
            rows = [*start, self.visible, *conditions, tail]
        return Sql.join("", (self.head, *rows, self.tail))


_WHERE: Final = Sql(" WHERE ")
_AND: Final = Sql(" AND ")
_frames: Final[dict[tuple[object, ...], Frame]] = {}


def frame_of(
    policy: Policy,
    type_: ObjectType,
    sort: tuple[Order, ...],
    fields: tuple[str, ...],
    limit: int,
    zone: str,
) -> Frame:
    """The frame, from the cache or made now. Raises UnknownField, InvalidQuery."""
    key = (id(policy), id(type_), sort, fields, limit, zone)
    found = _frames.get(key)
    # Ids are those of living objects only while the frame holds them.
    if found is not None and found.policy is policy and found.type is type_:
        return found
    made = _make(Source(type_, policy, Reader(time_zone=zone)), sort, fields, limit)
    if len(_frames) >= _KEPT_AT_MOST:
        _frames.clear()
    _frames[key] = made
    return made


def _edits_fewer(policy: Policy, object_key: str) -> bool:
    """Whether among the rows the reader may view are some they may not edit, and some they may."""
    edited, viewed = policy.rows(object_key, "edit"), policy.rows(object_key, "view")
    if edited.scope == "none" or (edited == viewed and not viewed.shared):
        return False
    return not edited.includes(viewed)


def _make(source: Source, sort: tuple[Order, ...], fields: tuple[str, ...], limit: int) -> Frame:
    policy, type_ = source.policy, source.type
    terms = sort_terms(source, sort)
    alias = source.alias
    keys = Sql.join(
        ", ", (term.expression + Sql(f" AS s{index}") for index, term in enumerate(terms))
    )
    outer = replace(source, joins={}, names={})
    columns = row_columns(outer, fields or type_.known(type_.spec.columns))
    if _edits_fewer(policy, type_.key):
        mine = reached_rows(type_, policy, alias, "edit")
        columns += Sql(", coalesce(") + mine + Sql(", false) AS may_edit")
    window = ", ".join(f"{alias}.s{index} {term.order}" for index, term in enumerate(terms))
    sort_keys = ", ".join(f"{alias}.s{index}" for index in range(len(terms)))
    head = (
        Sql(
            # As bytes, because the driver would decode a text only for us to encode it again.
            f"SELECT convert_to(coalesce(json_agg(p.j ORDER BY p.n) FILTER (WHERE p.n <= {limit:d}), '[]')::text, 'UTF8'),"
            f" count(*) > {limit:d}, ((json_agg(p.k) FILTER (WHERE p.n = {limit:d}))->0)::text"
            f" FROM (SELECT row_number() OVER (ORDER BY {window}) AS n, json_build_array({sort_keys}) AS k,"
            " (SELECT row_to_json(f) FROM (SELECT "
        )
        + columns
        + Sql(") f) AS j FROM (")
    )
    tail = Sql(f") {alias}") + Sql.join("", outer.joins.values()) + Sql(") p")
    return Frame(
        policy,
        type_,
        head,
        Sql(f"SELECT {alias}.*, ") + keys,
        source.visible(),
        visible_slices(type_, policy, alias) if sort == RECENT_FIRST else (),
        ", ".join(f"s{index} {term.order}" for index, term in enumerate(terms)),
        limit,
        tail,
        terms,
        source.joins,
        source.names,
        int(source.next_alias()[1:]),
    )
