"""Cells become canonical values by the mapping, with every problem of a row kept beside it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from zhike.kit.emails import split_named
from zhike.kit.language import Text, filled
from zhike.kit.words import has_han
from zhike.platform.imports.addresses import WHOLE, address_of, country_of, gathered
from zhike.platform.imports.headings import Headings, shown_cell
from zhike.platform.imports.reading.rows import Flaw, Row
from zhike.platform.imports.targets import Target, overflow_of, profile_of, targets_of
from zhike.platform.metadata.kinds.base import BadValue
from zhike.platform.metadata.registry import ObjectType

_SEVERAL = re.compile(r"[;；、,，/|\n]+")
_WHOLE_NUMBER = re.compile(r"\d+\.0\Z")
_UNCACHED: Final = frozenset(("long_text", "email", "phone", "url"))
FLAWS: Final[dict[Flaw, Text]] = {
    "unclosed-quote": Text(
        "A quotation mark is opened in this row and never closed.", "本行有未闭合的引号。"
    ),
    "bad-encoding": Text(
        "This row holds characters that cannot be read in the file's encoding.",
        "本行含有无法按文件编码识别的字符。",
    ),
}
TOO_MANY_CELLS: Final = Text(
    "The row has {cells} cells, the header {columns}. Is a separator missing its quotes?",
    "本行有 {cells} 个单元格，表头只有 {columns} 个，是否有分隔符未加引号？",
)
MISSING: Final = Text("Enter a value.", "此项必填。")


@dataclass(slots=True)
class Trouble:
    """One problem of a row: the field it concerns (or none), the cell's text, and what is wrong."""

    code: str
    text: Text
    path: str = ""
    value: str = ""
    data: Mapping[str, object] = field(default_factory=dict)
    column: int | None = None
    """The column of the cell, where it is one cell."""

    def stored(self, headings: Headings) -> dict[str, str]:
        """The problem as JSON, with the heading of its column and its sentence in both languages."""
        sentence = filled(self.text, self.data)
        return {
            "field": self.path,
            "code": self.code,
            "value": shown_cell(self.value),
            "column": headings.of(self.path, self.column),
            "en": sentence.en,
            "zh": sentence.zh,
        }


@dataclass(slots=True)
class Draft:
    """One row on its way in. `names` are titles of other records and people, still to be found; `result` is set when written.

    `troubles` keep the row out; of `warnings` each tells of a cell that is left empty. `place` is the row's number in the file.
    """

    number: int
    cells: list[str]
    values: dict[str, Any]
    names: dict[str, str]
    troubles: list[Trouble]
    result: str = ""
    record: UUID | None = None
    warnings: list[Trouble] = field(default_factory=list)
    place: int = 0


Convert = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class _Column:
    index: int
    target: Target
    convert: Convert
    overflow: str | None


class Converter:
    """Turns rows into drafts. Made once per import; needs no database."""

    def __init__(
        self,
        type_: ObjectType,
        mapping: Sequence[str | None],
        defaults: Mapping[str, Any],
        *,
        leave_empty: bool = False,
    ) -> None:
        self.type = type_
        self._spared = spared(type_) if leave_empty else frozenset()
        self.width = len(mapping)
        targets = targets_of(type_)
        plans = [
            _Column(index, targets[path], _converter_of(targets[path]), overflow_of(type_, path))
            for index, path in enumerate(mapping)
            if path is not None
        ]
        self._names = [(plan.index, plan.target.path) for plan in plans if _is_name(plan.target)]
        self._parts: dict[str, list[tuple[int, str]]] = {}
        for plan in plans:
            if plan.target.part:
                self._parts.setdefault(plan.target.base, []).append((plan.index, plan.target.part))
        simple = [plan for plan in plans if not plan.target.part and not _is_name(plan.target)]
        for plan in simple:
            if plan.target.kind.name == "address" and plan.target.path in self._parts:
                self._parts[plan.target.path].append((plan.index, WHOLE))
                simple = [other for other in simple if other is not plan]
        self._simple = [plan for plan in simple if not _is_dialled(plan.target)]
        # Where a number is dialled is known when the row's address is.
        self._dialled = [plan for plan in simple if _is_dialled(plan.target)]
        self._countries = [plan.index for plan in plans if plan.target.part == "country"]
        self._addresses = {plan.target.base for plan in plans if plan.target.kind.name == "address"}
        self._composed = lru_cache(maxsize=4_096)(self._compose_anew)
        self._dialled_in = lru_cache(maxsize=64)(self._dialled_in_anew)
        profile = profile_of(type_.key)
        own_rules = {target.path for target in profile.targets} if profile else set()
        # A profile that has columns of its own sees to what its records need.
        self._required = (
            []
            if own_rules
            else [
                path
                for path, found in type_.fields.items()
                if found.required and path not in defaults
            ]
        )

    def draft(self, row: Row) -> Draft:
        """The draft of one row."""
        cells = row.cells
        draft = Draft(row.number, cells, {}, {}, [], place=row.place)
        if row.flaw:
            draft.troubles.append(Trouble(row.flaw, FLAWS[row.flaw]))
            return draft
        width = len(cells)
        if width > self.width and any(cells[self.width :]):
            draft.troubles.append(
                Trouble(
                    "too-many-cells", TOO_MANY_CELLS, data={"cells": width, "columns": self.width}
                )
            )
            return draft
        self._take(draft, cells + [""] * (self.width - width) if width < self.width else cells)
        values = draft.values
        for path in self._required:
            if (
                values.get(path) in (None, "", [])
                and path not in draft.names
                and not draft.troubles
            ):
                draft.troubles.append(Trouble("required", MISSING, path))
        return draft

    def _take(self, draft: Draft, cells: Sequence[str]) -> None:
        """Fill a draft from a row's cells; there are at least as many as columns."""
        values = draft.values
        self._take_columns(draft, cells, self._simple)
        for index, path in self._names:
            text = cells[index].strip()
            if text and path not in draft.names:
                # Spreadsheets and data tools turn customer numbers into 17850.0.
                draft.names[path] = text[:-2] if _WHOLE_NUMBER.match(text) else text
        for base, parts in self._parts.items():
            if not values.get(base):
                given = ((part, text) for index, part in parts if (text := cells[index].strip()))
                self._compose(draft, base, gathered(given))
        if self._dialled:
            self._take_columns(draft, cells, self._dialled_in(self._country(draft, cells)))

    def _take_columns(self, draft: Draft, cells: Sequence[str], columns: Sequence[_Column]) -> None:
        """Fill a draft from columns that hold a value each."""
        values = draft.values
        for column in columns:
            text = cells[column.index].strip()
            if not text:
                continue
            path, overflow = column.target.path, column.overflow
            try:
                value = column.convert(text)
            except BadValue as error:
                if overflow is None or not self._several(draft, column, text, overflow):
                    self._refuse(
                        draft,
                        Trouble(error.code, error.text, path, text, error.data, column.index),
                    )
                continue
            if path in values:
                _put(values, path, value, overflow)
            else:
                values[path] = value

    def _country(self, draft: Draft, cells: Sequence[str]) -> str:
        """The country a row says it is about, else that of its address; nothing where it says none."""
        for index in self._countries:
            if text := cells[index].strip():
                return country_of(text)
        for base in self._addresses:
            if address := draft.values.get(base):
                return str(address["country"])
        return ""

    def _dialled_in_anew(self, country: str) -> list[_Column]:
        """The columns of phone numbers, read as they are dialled in a country."""
        if not country:
            return self._dialled
        return [
            replace(column, convert=_converter_of(column.target, {"country": country}))
            for column in self._dialled
        ]

    def _several(self, draft: Draft, column: _Column, text: str, overflow: str) -> bool:
        """Take a cell with several addresses or numbers, or with a name before the address; False when one is wrong."""
        pieces = [split_named(piece)[1] for piece in _SEVERAL.split(text) if piece.strip()]
        if not pieces or pieces == [text]:
            return False
        try:
            found = [column.convert(piece) for piece in pieces]
        except BadValue:
            return False
        for value in found:
            _put(draft.values, column.target.path, value, overflow)
        return True

    def _compose(self, draft: Draft, base: str, parts: Mapping[str, str]) -> None:
        """Make one value of its parts: a person's name or an address."""
        if not parts:
            return
        try:
            draft.values[base] = self._composed(base, tuple(parts.items()))
        except BadValue as error:
            text = " ".join(parts.values())
            self._refuse(draft, Trouble(error.code, error.text, base, text, error.data))

    def _refuse(self, draft: Draft, trouble: Trouble) -> None:
        """Leave the cell empty where that is wanted and the field can do without, else keep the row out."""
        (draft.warnings if trouble.path in self._spared else draft.troubles).append(trouble)

    def _compose_anew(self, base: str, items: tuple[tuple[str, str], ...]) -> Any:
        target, parts = self.type.fields[base], dict(items)
        whole = address_of(parts) if target.kind.name == "address" else full_name(parts)
        return target.kind.clean(whole, target.settings)


def spared(type_: ObjectType) -> frozenset[str]:
    """The paths whose cells may be left empty when they cannot be read: a record is whole without them."""
    profile = profile_of(type_.key)
    essential = profile.essential if profile else frozenset()
    return frozenset(
        path
        for path, target in targets_of(type_).items()
        if not target.required and path not in essential
    )


def _is_name(target: Target) -> bool:
    return target.kind.name in {"lookup", "person"}


def _is_dialled(target: Target) -> bool:
    return "phone" in {target.kind.name, target.settings.get("item")}


def _converter_of(target: Target, more: Mapping[str, Any] | None = None) -> Convert:
    kind, settings = target.kind, {**target.settings, **(more or {})}

    def convert(text: str) -> Any:
        return kind.from_text(text, settings)

    # Choices, tags, dates, titles and cities repeat from row to row, and judging them costs microseconds.
    return convert if kind.name in _UNCACHED else lru_cache(maxsize=4_096)(convert)


def _put(values: dict[str, Any], path: str, value: Any, overflow: str | None) -> None:
    """Keep a value; a second one of an e-mail or phone goes to the list of others, lists are joined."""
    present = values.get(path)
    if present is None or present == []:
        values[path] = value
    elif isinstance(present, list):
        values[path] = list(dict.fromkeys([*present, *value]))
    elif overflow is not None and value != present:
        others = values.get(overflow) or []
        if value not in others:
            values[overflow] = [*others, value]


def full_name(parts: Mapping[str, str]) -> str:
    """A name in the order of its language: 张伟, Wei Zhang."""
    given, middle, family = (parts.get(part, "") for part in ("given", "middle", "family"))
    if has_han(given + family):
        return family + middle + given
    return " ".join(part for part in (given, middle, family) if part)
