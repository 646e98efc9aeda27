"""Formulas as fields of objects: what each reads, that none reads itself, and the kind of field its result is.

A formula field is a field of its result's kind that nobody enters. Whatever lists, filters, boards, exports and pages do with
numbers or dates they do with formulas that give numbers or dates, and know nothing of formulas.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any, Final, Literal

from django.conf import settings as django_settings

from zhike.kit.errors import Problem
from zhike.kit.language import Text
from zhike.kit.sql import Sql, param
from zhike.platform.metadata.fields import Field
from zhike.platform.metadata.formula.check import FIELD_LIMIT, Scope, check
from zhike.platform.metadata.formula.syntax import FormulaError, Name, Node, parse, size
from zhike.platform.metadata.formula.typed import Reading, Typed, applied, let
from zhike.platform.metadata.formula.values import OF_KIND, Type, TypeName, type_of
from zhike.platform.metadata.kinds import KINDS
from zhike.platform.metadata.kinds.masked import OF_KIND as MASK_OF_KIND

CHAIN_LIMIT: Final = 5
"""How many formulas may read one another in a row."""
WEIGHT_LIMIT: Final = 1_000
"""Parts of a formula with all it reads written out."""
STEPS: Final = 2
"""Lookups a path may go through."""
PLACES: Final = 2
IN_CIRCLE: Final = "reads-itself"
_COLUMNS: Final[Mapping[TypeName, str]] = {
    "text": "text",
    "choice": "text",
    "number": "numeric",
    "money": "numeric",
    "date": "date",
    "datetime": "timestamptz",
    "boolean": "boolean",
}


@dataclass(frozen=True)
class Formula:
    """A checked formula. `weight` counts its parts with those of the formulas it reads; `chain` how many these are in a row."""

    expression_text: str
    result: Typed
    places: int
    reads: frozenset[tuple[str, str]]
    weight: int
    chain: int
    name: Literal["formula"] = "formula"

    def expression(self, field: Callable[[str], tuple[Field, Sql]], zone: str) -> Sql:
        """The value. A number is rounded as it is shown; one of a thousand million million or more is blank."""
        value = self.result.make(Reading(field, zone))
        if not self.result.type.counted:
            return value
        shown = f"trim_scale(round(v, {self.places:d}))"
        if self.result.most is not None and self.result.most <= FIELD_LIMIT:
            return applied("trim_scale(round(", [value], f", {self.places:d}))")
        return let(f"CASE WHEN abs(v) < {int(FIELD_LIMIT):d} THEN {shown} END", v=value)

    def json(self, value: Sql) -> Sql:
        """The value as its kind is written in JSON."""
        if self.result.type.name != "money":
            return Sql("to_jsonb(") + value + Sql(")")
        body = (
            "CASE WHEN v IS NOT NULL THEN jsonb_build_object('amount',"
            " (CASE WHEN scale(v) > 2 THEN v ELSE round(v, 2) END)::text, 'currency', c) END"
        )
        return let(body, v=value, c=param(django_settings.ZHIKE_CURRENCY) + Sql("::text"))


@dataclass(frozen=True)
class Broken:
    """A formula that no longer fits the fields it was written for: blank until somebody mends it."""

    expression_text: str
    result: Type
    reads: frozenset[tuple[str, str]] = frozenset()
    name: Literal["formula"] = "formula"

    def expression(self, field: Callable[[str], tuple[Field, Sql]], zone: str) -> Sql:  # noqa: ARG002 - of no use here
        """Nothing, of the type it had."""
        return Sql(f"NULL::{_COLUMNS[self.result.name]}")

    def json(self, value: Sql) -> Sql:
        """Nothing."""
        return Sql("to_jsonb(") + value + Sql(")")


Fields = Mapping[str, Mapping[str, Field]]
"""Fields by path, by object."""


@dataclass
class Binder:
    """Checks every formula of a state of the metadata, each after those it reads."""

    fields: Fields
    bound: dict[tuple[str, str], Field] = field(default_factory=dict)
    errors: dict[tuple[str, str], FormulaError] = field(default_factory=dict)
    _open: list[tuple[str, str]] = field(default_factory=list)

    def all(self) -> None:
        """Bind every formula."""
        for object_key, fields in self.fields.items():
            for path, found in fields.items():
                if is_formula(found):
                    self.bind(object_key, path, found)

    def bind(self, object_key: str, path: str, found: Field) -> Field:
        """The field with its formula checked; a broken one where it does not fit, whose error is kept."""
        place = (object_key, path)
        if place not in self.bound:
            self._open.append(place)
            try:
                formula = self.checked(object_key, str(found.settings["expression"]), found)
                self.bound[place] = _field(found, formula)
            except FormulaError as error:
                self.errors[place] = error
                result = Type(found.settings.get("result", "text"))
                broken = Broken(str(found.settings["expression"]), result)
                settings = {**found.settings, "broken": True}
                kind = _kind(broken.result)
                self.bound[place] = replace(found, computed=broken, kind=kind, settings=settings)
            finally:
                self._open.pop()
        return self.bound[place]

    def checked(self, object_key: str, expression: str, found: Field) -> Formula:
        """The formula of a text over an object. Raises FormulaError."""
        tree = parse(expression)
        walk = _Walk(self, object_key)
        result = check(tree, Scope(walk.type_at))
        weight, chain = size(tree) + walk.weight, walk.chain + 1
        if weight > WEIGHT_LIMIT or chain > CHAIN_LIMIT:
            raise _too_much(tree, weight)
        places = int(found.settings.get("places", PLACES))
        places = 4 if result.type.name == "money" else places
        return Formula(expression, result, places, frozenset(walk.reads), weight, chain)

    def open(self, place: tuple[str, str]) -> bool:
        """Whether the formula at a place is being checked just now: it is read by what it reads."""
        return place in self._open


class _Walk:
    """Follows the names of one formula and notes what they lead to."""

    def __init__(self, binder: Binder, object_key: str) -> None:
        self._binder, self._object = binder, object_key
        self.reads: set[tuple[str, str]] = set()
        self.weight = self.chain = 0

    def type_at(self, name: Name) -> Type:
        """The type of the field a name means. Raises FormulaError."""
        object_key, found = self._follow(name)
        place = (object_key, found.path)
        self.reads.add(place)
        if is_formula(found):
            found = self._formula(name, object_key, found)
        type_ = type_of(found)
        if type_ is None:
            raise FormulaError(
                "unreadable-field",
                Text(
                    "A formula cannot read “{path}” ({kind}). Fields it can read: {known}.",
                    "公式不能读取“{path}”（{kind}），可读取的字段：{known}。",
                ),
                name.at,
                name.until,
                path=name.path,
                kind=found.kind.label,
                known=self._known(object_key, "", name.path),
            )
        return type_

    def _formula(self, name: Name, object_key: str, found: Field) -> Field:
        """Another formula that this one reads, checked."""
        place = (object_key, found.path)
        circle = self._binder.open(place)
        if not circle:
            found = self._binder.bind(object_key, found.path, found)
            if isinstance(found.computed, Formula):
                self.reads |= found.computed.reads
                self.weight += found.computed.weight
                self.chain = max(self.chain, found.computed.chain)
                return found
            circle = self._binder.errors[place].code == IN_CIRCLE
        if circle:
            raise FormulaError(
                IN_CIRCLE,
                Text(
                    "Over “{path}” a formula would read itself, so it could not be worked out.",
                    "通过“{path}”公式会引用自身，形成循环，无法计算。",
                ),
                name.at,
                name.until,
                path=name.path,
            )
        raise FormulaError(
            "reads-broken",
            Text("The formula of “{path}” must be mended first.", "请先修正“{path}”的公式。"),
            name.at,
            name.until,
            path=name.path,
        )

    def _follow(self, name: Name) -> tuple[str, Field]:
        object_key, rest = self._object, name.path
        for _ in range(STEPS + 1):
            fields = self._binder.fields[object_key]
            if rest in fields:
                return object_key, fields[rest]
            first, _, after = rest.partition(".")
            if first == "custom":
                key, _, after = after.partition(".")
                first = f"custom.{key}"
            lookup = fields.get(first)
            target = None if lookup is None else lookup.settings.get("object")
            if lookup is None or target not in self._binder.fields or not after:
                break
            self.reads.add((object_key, first))
            object_key, rest = str(target), after
        raise FormulaError(
            "unknown-field",
            Text(
                "There is no field “{path}” here. Fields: {known}.",
                "此处没有字段“{path}”，可用字段：{known}。",
            ),
            name.at,
            name.until,
            path=name.path[:80],
            known=self._known(object_key, name.path.removesuffix(rest), name.path),
        )

    def _known(self, object_key: str, before: str, sought: str) -> str:
        """The paths that could stand there, those most like what was written first."""
        readable = [
            before + path
            for path, found in self._binder.fields[object_key].items()
            if (found.kind.name in OF_KIND or found.kind.name in {"choice", "lookup"})
            and not self._binder.open((object_key, path))
        ]
        near = get_close_matches(sought, readable, n=3)
        return ", ".join([*near, *(path for path in readable if path not in near)][:60])


def is_formula(found: Field) -> bool:
    """Whether a field was made with a formula, checked or not."""
    return "expression" in found.settings


def _kind(type_: Type) -> Any:
    return KINDS["text" if type_.name not in KINDS else type_.name]


def _field(found: Field, formula: Formula) -> Field:
    """The field as what it gives."""
    type_ = formula.result.type
    settings = {**found.settings, "result": type_.name}
    match type_.name:
        case "choice":
            settings["options"] = type_.options
        case "money":
            settings["currencies"] = (django_settings.ZHIKE_CURRENCY,)
    mask = MASK_OF_KIND.get(type_.name, "all")
    return replace(found, kind=_kind(type_), settings=settings, computed=formula, mask=mask)


def _too_much(tree: Node, weight: int) -> FormulaError:
    if weight > WEIGHT_LIMIT:
        text = Text(
            "With the formulas it reads this has {weight} parts; {limit} is the most.",
            "连同所引用的公式共有 {weight} 项，最多 {limit} 项。",
        )
        return FormulaError(
            "formula-too-large", text, tree.at, tree.until, weight=weight, limit=WEIGHT_LIMIT
        )
    return FormulaError(
        "chain-too-long",
        Text(
            "Formulas may read one another {limit} in a row at most.",
            "公式最多可逐层引用 {limit} 层。",
        ),
        tree.at,
        tree.until,
        limit=CHAIN_LIMIT,
    )


def told(error: FormulaError) -> Problem:
    """The error as a problem of the field's settings, with its place in the text."""
    data = {**error.data, "at": error.at, "until": error.until}
    return Problem(("settings", "expression"), error.code, error.text, data)
