"""Filters (RFC 7644 §3.4.2.2): read into a small tree, and judged over a resource as it is shown.

`conditions` turns the same tree into a question to the database.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

from zhike.platform.provisioning.errors import ScimError

LONGEST: Final = 2_000
DEEPEST: Final = 20
OPERATORS: Final = frozenset({"eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"})
_TOKEN: Final = re.compile(
    r"""\s*(?:
        (?P<mark>[()\[\]])
      | (?P<text>"(?:[^"\\]|\\.)*")
      | (?P<number>-?\d+(?:\.\d+)?(?![\w.:]))
      | (?P<word>[A-Za-z$][\w$.:-]*)
    )""",
    re.VERBOSE,
)
_CONSTANTS: Final[Mapping[str, Any]] = {"true": True, "false": False, "null": None}


@dataclass(frozen=True, slots=True)
class Compare:
    """`path op value`; `pr` has no value."""

    path: str
    op: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Every:
    """All of these."""

    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Some:
    """Any of these."""

    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """Not this."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class Within:
    """One item of the list at `path` fits: `emails[type eq "work" and value co "@"]`."""

    path: str
    node: "Node"


Node = Compare | Every | Some | Not | Within


def parse(text: str) -> Node:
    """The tree of a filter. Raises ScimError."""
    if len(text) > LONGEST:
        raise _bad("The filter is too long.")
    reader = _Reader(text)
    node = reader.some(0)
    if reader.left:
        raise _bad(f"Nothing was expected at {reader.left[0][1][:40]}.")
    return node


def _bad(detail: str) -> ScimError:
    return ScimError(400, detail, "invalidFilter")


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while text[at:].strip():
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise _bad(f"This cannot be read: {text[at:].strip()[:40]}")
        yield found.lastgroup, found[found.lastgroup]
        at = found.end()


class _Reader:
    """Recursive descent: `or` binds loosest, then `and`, then `not`."""

    def __init__(self, text: str) -> None:
        self.left = list(_tokens(text))

    def some(self, depth: int) -> Node:
        nodes = [self._every(depth)]
        while self._next_is("or"):
            nodes.append(self._every(depth))
        return nodes[0] if len(nodes) == 1 else Some(tuple(nodes))

    def _every(self, depth: int) -> Node:
        nodes = [self._one(depth)]
        while self._next_is("and"):
            nodes.append(self._one(depth))
        return nodes[0] if len(nodes) == 1 else Every(tuple(nodes))

    def _one(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise _bad("The filter is nested too deeply.")
        if self._next_is("not"):
            self._expect("(")
            node = self.some(depth + 1)
            self._expect(")")
            return Not(node)
        if self._next_is("("):
            node = self.some(depth + 1)
            self._expect(")")
            return node
        path = self._take("word")
        if self._next_is("["):
            node = self.some(depth + 1)
            self._expect("]")
            return Within(path, node)
        op = self._take("word").lower()
        if op == "pr":
            return Compare(path, op)
        if op not in OPERATORS:
            known = ", ".join(sorted({*OPERATORS, "pr"}))
            raise _bad(f"There is no operator {op[:20]}. Operators: {known}.")
        return Compare(path, op, self._value())

    def _value(self) -> Any:
        kind, text = self.left.pop(0) if self.left else ("end", "")
        if kind in {"text", "number"}:
            try:
                return orjson.loads(text)
            except orjson.JSONDecodeError:
                raise _bad(f"This is no JSON text: {text[:40]}") from None
        if kind == "word" and text in _CONSTANTS:
            return _CONSTANTS[text]
        raise _bad(f"A value was expected at {text[:40] or 'the end'}.")

    def _next_is(self, word: str) -> bool:
        if self.left and self.left[0][0] != "text" and self.left[0][1].lower() == word:
            self.left.pop(0)
            return True
        return False

    def _expect(self, mark: str) -> None:
        if not self._next_is(mark):
            raise _bad(
                f"{mark} was expected at {self.left[0][1][:40] if self.left else 'the end'}."
            )

    def _take(self, kind: str) -> str:
        if not self.left or self.left[0][0] != kind:
            raise _bad(
                f"A name was expected at {self.left[0][1][:40] if self.left else 'the end'}."
            )
        return self.left.pop(0)[1]


def fits(node: Node, item: Mapping[str, Any]) -> bool:
    """Whether a resource, or an item of one of its lists, fits. Texts are compared without regard to case."""
    match node:
        case Every(nodes):
            return all(fits(one, item) for one in nodes)
        case Some(nodes):
            return any(fits(one, item) for one in nodes)
        case Not(inner):
            return not fits(inner, item)
        case Within(path, inner):
            return any(fits(inner, one) for one in _values(item, path) if isinstance(one, dict))
        case Compare(path, op, value):
            found = [one for one in _values(item, path) if one not in (None, "", [], {})]
            if op == "pr":
                return bool(found)
            if op == "ne":
                return not any(_holds("eq", one, value) for one in found)
            return any(_holds(op, one, value) for one in found)


def _values(item: Mapping[str, Any], path: str) -> list[Any]:
    name, _, rest = path.partition(".")
    found = next((value for key, value in item.items() if key.lower() == name.lower()), None)
    many = found if isinstance(found, list) else [found]
    if rest:
        return [value for one in many if isinstance(one, dict) for value in _values(one, rest)]
    return [one.get("value") if isinstance(one, dict) and "value" in one else one for one in many]


def _holds(op: str, found: Any, value: Any) -> bool:
    if isinstance(found, bool) or isinstance(value, bool) or value is None:
        return op == "eq" and found is value
    one, other = str(found).casefold(), str(value).casefold()
    match op:
        case "eq":
            return one == other
        case "co":
            return other in one
        case "sw":
            return one.startswith(other)
        case "ew":
            return one.endswith(other)
        case "gt":
            return one > other
        case "ge":
            return one >= other
        case "lt":
            return one < other
        case _:
            return one <= other
