"""The order of a list, and the cursor that says where its next page begins."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import orjson

from zhike.kit.sql import Sql, param
from zhike.platform.metadata.kinds.base import BadValue
from zhike.platform.metadata.kinds.dates import parse_date, parse_moment
from zhike.platform.metadata.kinds.number import COUNTED, parse_decimal
from zhike.platform.records.errors import InvalidCursor, InvalidQuery
from zhike.platform.records.query.reference import Source

TERM_LIMIT: Final = 4
_CASTS: Final = {
    **dict.fromkeys(COUNTED, "::numeric"),
    "date": "::date",
    "datetime": "::timestamptz",
    "boolean": "::boolean",
}


@dataclass(frozen=True, slots=True)
class Order:
    """One sort term; empties come last either way."""

    path: str
    descending: bool = False


RECENT_FIRST: Final = (Order("updated_at", descending=True),)


@dataclass(frozen=True, slots=True)
class Term:
    """One sort term compiled: its expression, and how a value of a cursor is cast to compare with it."""

    expression: Sql
    descending: bool
    nullable: bool
    cast: str

    @property
    def order(self) -> str:
        """`DESC NULLS LAST` and the like."""
        return ("DESC" if self.descending else "ASC") + (" NULLS LAST" if self.nullable else "")


def parse_sort(text: str) -> tuple[Order, ...]:
    """`-updated_at,name` as sort terms; raise InvalidQuery beyond four."""
    terms = tuple(
        Order(part.lstrip("-+"), part.startswith("-"))
        for part in text.split(",")
        if part.strip("-+ ")
    )
    if len(terms) > TERM_LIMIT:
        raise InvalidQuery(parameter="sort", reason=f"at most {TERM_LIMIT} terms")
    return terms or RECENT_FIRST


def sort_terms(source: Source, sort: Sequence[Order]) -> tuple[Term, ...]:
    """The terms of a list in order; the id comes last and makes the order total."""
    terms = [_term(source, order) for order in sort]
    return (*terms, Term(Sql(f"{source.alias}.id"), terms[-1].descending, False, "::uuid"))


def _term(source: Source, order: Order) -> Term:
    reference = source.reference(order.path)
    found = reference.field
    if not found.kind.sortable:
        raise InvalidQuery(parameter="sort", reason=found.path)
    of_record = reference.alias == source.alias
    if found.column is not None and of_record and found.key == reference.owner.spec.title:
        entry = source.join_own_entry()
        return Term(Sql(f"{entry}.sort_key"), order.descending, False, '::text COLLATE "C"')
    nullable = (
        found.column is None
        or not of_record
        or source.type.spec.model._meta.get_field(found.column).null
    )
    return Term(
        reference.expression, order.descending, nullable, _CASTS.get(found.kind.name, "::text")
    )


def after(terms: Sequence[Term], values: Sequence[object]) -> Sql:
    """The rows after the cursor. Terms that agree in direction and hold no NULL become one row comparison, which an
    index answers; otherwise the comparison is spelled out term by term.
    """
    if not any(term.nullable for term in terms) and len({term.descending for term in terms}) == 1:
        left = Sql.join(", ", (term.expression for term in terms))
        right = Sql.join(
            ", ", (param(value) + Sql(term.cast) for term, value in zip(terms, values, strict=True))
        )
        return Sql("(") + left + Sql(") < (" if terms[0].descending else ") > (") + right + Sql(")")
    alternatives = []
    equal: list[Sql] = []
    for term, value in zip(terms, values, strict=True):
        bound = param(value) + Sql(term.cast)
        if value is not None:
            beyond = term.expression + Sql(" < " if term.descending else " > ") + bound
            if term.nullable:
                beyond = (beyond + Sql(" OR ") + term.expression + Sql(" IS NULL")).wrapped()
            alternatives.append(Sql.join(" AND ", [*equal, beyond]))
            equal.append(term.expression + Sql(" = ") + bound)
        else:
            equal.append(term.expression + Sql(" IS NULL"))
    return Sql.join(" OR ", (part.wrapped() for part in alternatives)).wrapped()


def _spelled(sort: Sequence[Order]) -> str:
    return ",".join(("-" if order.descending else "") + order.path for order in sort)


def write_cursor(sort: Sequence[Order], values: Sequence[object]) -> str:
    """The cursor after a row with these sort values."""
    return urlsafe_b64encode(orjson.dumps([_spelled(sort), *values])).decode().rstrip("=")


def read_cursor(text: str, sort: Sequence[Order], terms: Sequence[Term]) -> list[object]:
    """The sort values of a cursor. Raises InvalidCursor for one that was made for another order, or forged."""
    try:
        spelled, *values = orjson.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        UUID(str(values[-1]))
    except (ValueError, TypeError, IndexError):
        raise InvalidCursor from None
    if spelled != _spelled(sort) or len(values) != len(terms):
        raise InvalidCursor
    for term, value in zip(terms, values, strict=True):
        _check_value(term, value)
    return list(values)


def _check_value(term: Term, value: object) -> None:
    """Refuse a value that the database could not cast, so that a forged cursor is an answer and not a failure."""
    if value is None and term.nullable:
        return
    try:
        match term.cast:
            case "::numeric":
                parse_decimal(value)
            case "::date":
                parse_date(value)
            case "::timestamptz":
                parse_moment(value, "UTC")
            case "::boolean" if not isinstance(value, bool):
                raise InvalidCursor
            case _ if not isinstance(value, str | bool) or "\x00" in str(value):
                raise InvalidCursor
    except BadValue:
        raise InvalidCursor from None
