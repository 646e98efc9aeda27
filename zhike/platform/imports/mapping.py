"""Which column fills which field: proposed from headers and samples, checked when a person changes it."""

from collections.abc import Collection, Sequence

from zhike.kit.emails import normalise_email
from zhike.kit.errors import Problem
from zhike.kit.language import Text
from zhike.kit.phone import normalise_phone
from zhike.kit.words import has_han
from zhike.platform.imports.errors import BadMapping
from zhike.platform.imports.targets import Target, overflow_of, targets_of
from zhike.platform.imports.vocabulary import concepts_of, normal, place_of
from zhike.platform.metadata.kinds.base import BadValue
from zhike.platform.metadata.registry import ObjectType

Mapping = list[str | None]
"""One target path, or None, for each column."""

_ENOUGH = 0.6
_MOBILE = ("mobile", "cell", "手机", "移动电话")
_MANY = frozenset(("tags", "multi_choice"))


def propose(type_: ObjectType, names: Sequence[str], samples: Sequence[Sequence[str]]) -> Mapping:
    """A mapping for the columns `names`, judged by header first, then by what the sample rows hold."""
    proposal = _Proposal(type_, names, samples)
    # Columns that hold something choose first: an empty one never takes a field from them.
    filled = [column for column in range(len(names)) if proposal.columns[column]]
    for columns in (filled, [column for column in range(len(names)) if column not in filled]):
        for column in columns:
            proposal.by_label(column, names[column])
        for column in columns:
            proposal.by_vocabulary(column, names[column])
        for column in columns:
            proposal.by_samples(column)
            proposal.by_answers(column, names[column])
    proposal.settle_names()
    proposal.settle_points()
    proposal.settle_addresses()
    return proposal.mapping


class _Proposal:
    """The mapping while it is being made."""

    def __init__(
        self, type_: ObjectType, names: Sequence[str], samples: Sequence[Sequence[str]]
    ) -> None:
        self.type, self.names = type_, names
        self.targets = targets_of(type_)
        self.mapping: Mapping = [None] * len(names)
        self.labelled: set[int] = set()
        self.columns = [
            [row[column].strip() for row in samples if column < len(row) and row[column].strip()]
            for column in range(len(names))
        ]

    def by_label(self, column: int, name: str) -> None:
        """A header that is exactly a field's label or key."""
        word = normal(name)
        if not word:
            return
        for target in self.targets.values():
            if word in {
                normal(target.label.en),
                normal(target.label.zh),
                normal(target.path),
                *map(normal, target.headers),
            }:
                self._take(column, target)
                self.labelled.add(column)
                return

    def by_vocabulary(self, column: int, name: str) -> None:
        """A header other programs use."""
        if self.mapping[column] is not None:
            return
        for concept in concepts_of(name):
            for key in concept.fields:
                target = self.targets.get(f"{key}#{concept.part}" if concept.part else key)
                if target and self._take(column, target):
                    return

    def by_samples(self, column: int) -> None:
        """Columns without a telling header whose cells are e-mail addresses or phone numbers."""
        values = self.columns[column]
        if self.mapping[column] is not None or not values or normal(self.names[column]):
            return
        for kind, accepts in (("email", normalise_email), ("phone", normalise_phone)):
            fitting = sum(_accepted(accepts, value) for value in values)
            target = next(
                (target for target in self.targets.values() if target.kind.name == kind), None
            )
            if target and fitting >= _ENOUGH * len(values) and self._take(column, target):
                return
        title = self.targets.get(self.type.spec.title)
        if (
            title
            and not any(any(letter.isdigit() for letter in value) for value in values)
            and len(set(values)) > len(values) // 2
        ):
            self._take(column, title)

    def by_answers(self, column: int, name: str) -> None:
        """Columns of yes and no whose header contains what a field of yes and no is called: `Newsletter opt-in (2025)`."""
        values, word = self.columns[column], normal(name)
        if self.mapping[column] is not None or not values:
            return
        for target in self.targets.values():
            if target.kind.name == "boolean" and any(
                len(header) >= (2 if has_han(header) else 5) and header in word
                for header in map(normal, target.headers)
            ):
                fitting = sum(_answers(target, value) for value in values)
                if fitting >= _ENOUGH * len(values) and self._take(column, target):
                    return

    def settle_points(self) -> None:
        """Of several e-mails or phones the first with values is the main one, a mobile phone before all others."""
        for path, target in self.targets.items():
            other = overflow_of(self.type, path)
            if other is None or path not in self.mapping:
                continue
            columns = [
                column
                for column, mapped in enumerate(self.mapping)
                if mapped == path or (mapped == other and column not in self.labelled)
            ]
            best = min(columns, key=lambda column: self._worth(column, target))
            for column in columns:
                self.mapping[column] = path if column == best else other

    def _worth(self, column: int, target: Target) -> tuple[bool, bool, int]:
        mobile = any(word in normal(self.names[column]) for word in _MOBILE)
        return (not self.columns[column], target.kind.name == "phone" and not mobile, column)

    def _take(self, column: int, target: Target) -> bool:
        """Map unless another column fills the field already and it can hold but one value."""
        if self.mapping[column] is not None:
            return False
        path = target.path
        if path in self.mapping and not (target.part or target.kind.name in _MANY):
            overflow = overflow_of(self.type, path)
            if overflow is None or overflow not in self.targets:
                return False
            path = overflow
        self.mapping[column] = path
        return True

    def settle_names(self) -> None:
        """A whole name makes its parts needless, unless the samples of the whole are empty."""
        title = self.type.spec.title
        parts = [
            column
            for column, path in enumerate(self.mapping)
            if path and path.startswith(f"{title}#")
        ]
        whole = [column for column, path in enumerate(self.mapping) if path == title]
        if not parts or not whole:
            return
        useless = (
            parts
            if any(self.columns[column] for column in whole)
            or not any(self.columns[column] for column in parts)
            else whole
        )
        for column in useless:
            self.mapping[column] = None

    def settle_addresses(self) -> None:
        """Of a home and a business address one is taken: the first with values. Parts that name no place belong to it."""
        by_field: dict[str, dict[str, list[int]]] = {}
        for column, path in enumerate(self.mapping):
            if path and self.targets[path].kind.name == "address":
                by_field.setdefault(self.targets[path].base, {}).setdefault(
                    place_of(self.names[column]), []
                ).append(column)
        for places in by_field.values():
            shared = places.get("", [])
            if {self.targets[self.mapping[column] or ""].part for column in shared} & {
                "",
                "street",
            }:
                shared = []
            rivals = {place: columns for place, columns in places.items() if columns != shared}
            chosen = next(
                (
                    place
                    for place, columns in rivals.items()
                    if any(self.columns[column] for column in columns)
                ),
                next(iter(rivals), ""),
            )
            taken = {self.mapping[column] for column in rivals.get(chosen, ())}
            rest = [column for column in shared if self.mapping[column] in taken]
            for column in (
                *rest,
                *(one for place in rivals if place != chosen for one in rivals[place]),
            ):
                self.mapping[column] = None


def _answers(target: Target, value: str) -> bool:
    try:
        target.kind.from_text(value, target.settings)
    except BadValue:
        return False
    return True


def _accepted(accepts: object, value: str) -> bool:
    try:
        accepts(value)  # type: ignore[operator]  # one of two functions of text
    except ValueError:
        return False
    return True


def check_mapping(
    type_: ObjectType, mapping: Sequence[str | None], columns: int, *, given: Collection[str] = ()
) -> None:
    """Raise BadMapping for targets that do not exist, are filled twice, or leave a required field empty.

    `given` are the fields that have a default.
    """
    targets = targets_of(type_)
    problems: list[Problem] = []
    if len(mapping) != columns:
        text = Text(
            "Give one field or null for each of the {count} columns.",
            "请为 {count} 列各指定一个字段或 null。",
        )
        raise BadMapping(problems=[Problem(("mapping",), "wrong-length", text, {"count": columns})])
    used: set[str] = set()
    for column, path in enumerate(mapping):
        if path is None:
            continue
        target = targets.get(path)
        if target is None:
            text = Text(
                "There is no field “{field}”. Fields: {known}.",
                "没有字段“{field}”，可用字段：{known}。",
            )
            problems.append(
                Problem(
                    ("mapping", column),
                    "unknown-field",
                    text,
                    {"field": str(path)[:80], "known": ", ".join(targets)},
                )
            )
        elif path in used and not (
            target.part or target.kind.name in _MANY or overflow_of(type_, path)
        ):
            text = Text("Another column fills “{field}” already.", "已有其他列对应“{field}”。")
            problems.append(
                Problem(("mapping", column), "filled-twice", text, {"field": target.label})
            )
        else:
            used.add(path)
    bases = {path.partition("#")[0] for path in used} | set(given)
    for target in targets.values():
        if target.required and target.base not in bases:
            text = Text("Choose the column that holds “{field}”.", "请选择对应“{field}”的列。")
            problems.append(Problem(("mapping",), "required", text, {"field": target.label}))
    if problems:
        raise BadMapping(problems=problems)
