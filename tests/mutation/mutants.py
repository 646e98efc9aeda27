"""Small changes of a file's syntax tree, one at a time: what a slip of the hand would make of it."""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

_SWAPPED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_SETS: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.Sub: ast.Add,
}
_WORDS: Final = {"Text", "cast", "ValueError", "TypeVar", "getattr"}
"""Calls whose texts are for people or for the type checker."""
_TYPES: Final = {"Literal", "Mapping", "Annotated"}


@dataclass(frozen=True)
class Mutant:
    """A file with one change: where it is, the function it is `inside`, what stood there, and what stands there now."""

    path: Path
    text: str
    """The file as it was read: it may be edited while its mutants are tried."""
    lines: range
    """Those of the statement; of one that has a body, those of its head."""
    line: int
    inside: str
    before: str
    after: str
    make: Callable[[], ast.Module]

    @property
    def tree(self) -> ast.Module:
        """The whole file as it would be, every line where it was; made when it is asked for."""
        return self.make()

    @property
    def change(self) -> str:
        """The change by which lists of equal mutants know it, wherever the lines move."""
        return f"{self.inside}: {self.before} -> {self.after}"


def mutants(path: Path, *, only_calls: frozenset[str] = frozenset()) -> Iterator[Mutant]:
    """Every mutant of a file; with `only_calls`, those in which one call of these names is left out."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    places = list(_places(tree))
    for number, node in enumerate(places):
        for at, (before, after) in enumerate(_changes(node, only_calls)):
            make = partial(_changed, tree, number, at, only_calls)
            inside = _inside(tree, node)
            lines = _lines(tree, node)
            yield Mutant(path, text, lines, node.lineno, inside, before, after, make)


def _changed(tree: ast.Module, number: int, at: int, only_calls: frozenset[str]) -> ast.Module:
    """The file with change `at` made at the place of this number."""
    changed = copy.deepcopy(tree)
    _apply(changed, list(_places(changed))[number], at, only_calls)
    return ast.fix_missing_locations(changed)


def _lines(tree: ast.AST, place: "ast.expr | ast.stmt") -> range:
    """The lines of the innermost statement around a place, without those of its body."""
    found = range(0)
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            last = body[0].lineno - 1 if body else node.end_lineno or node.lineno
            lines = range(node.lineno, max(last, node.lineno) + 1)
            if place.lineno in lines:
                found = lines
    return found


def _inside(tree: ast.AST, place: "ast.expr | ast.stmt") -> str:
    """The name of the innermost function around a place; that of the class, or nothing, outside of any."""
    name = ""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and (
            node.lineno <= place.lineno <= (node.end_lineno or 0)
        ):
            name = node.name
    return name


def _places(tree: ast.AST) -> Iterator["ast.expr | ast.stmt"]:
    """Statements and expressions in which something can be changed, in a fixed order; no texts for people, no types."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.expr | ast.stmt):
            if _is_said(child):
                continue
            yield child
        yield from _places(_without_types(child))


def _without_types(node: ast.AST) -> ast.AST:
    """The node for looking further down: annotations are not looked at."""
    shown = copy.copy(node)
    if isinstance(shown, ast.FunctionDef | ast.AsyncFunctionDef):
        shown.returns, shown.decorator_list = None, []
        shown.args = copy.copy(shown.args)
        for part in ("args", "posonlyargs", "kwonlyargs"):
            setattr(shown.args, part, [])
    elif isinstance(shown, ast.ClassDef):
        shown.decorator_list = []
    elif isinstance(shown, ast.AnnAssign):
        shown.annotation = ast.Constant(None)
    elif isinstance(shown, ast.JoinedStr):
        shown.values = [one for one in shown.values if isinstance(one, ast.FormattedValue)]
    return shown


def _is_said(node: "ast.expr | ast.stmt") -> bool:
    """Whether it is a docstring, a text for people, a type, or an import."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Name) and node.value.id in _TYPES
    if isinstance(node, ast.Assign):
        return any(isinstance(one, ast.Name) and one.id == "__slots__" for one in node.targets)
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in _WORDS
    return False


def _changes(node: "ast.expr | ast.stmt", only_calls: frozenset[str]) -> list[tuple[str, str]]:
    """`(before, after)` of each change that can be made at a node."""
    found = []
    for at in range(_count(node, only_calls)):
        twin = copy.deepcopy(node)
        root: ast.AST = (
            ast.Expression(twin) if isinstance(twin, ast.expr) else ast.Module([twin], [])
        )
        _apply(root, twin, at, only_calls)
        found.append((_shown(node), _shown(root)))
    return found


def _shown(node: ast.AST) -> str:
    """One line of it."""
    if isinstance(node, ast.If | ast.While):
        return f"if {ast.unparse(node.test)}"
    if isinstance(node, ast.Module) and node.body and isinstance(node.body[0], ast.If | ast.While):
        return _shown(node.body[0])
    return " ".join(ast.unparse(ast.fix_missing_locations(node)).split())[:160]


def _count(node: "ast.expr | ast.stmt", only_calls: frozenset[str]) -> int:
    """How many changes can be made at a node."""
    if only_calls:
        return int(isinstance(node, ast.Expr) and _called(node.value) in only_calls)
    match node:
        case ast.Compare(ops=ops):
            return len(ops)
        case ast.BoolOp(values=values):
            return 1 + len(values)
        case ast.UnaryOp(op=ast.Not()):
            return 1
        case ast.BinOp(op=op):
            return int(type(op) in _SETS)
        case ast.If(test=test) | ast.IfExp(test=test):
            return int(not isinstance(test, ast.Compare | ast.UnaryOp))
        case ast.Constant(value=value):
            return int(isinstance(value, bool | int) or bool(value and isinstance(value, str)))
        case ast.Return(value=value):
            return int(value is not None and not isinstance(value, ast.Constant))
        case ast.Expr(value=ast.Call()) | ast.Raise():
            return 1
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return sum(len(one.ifs) for one in node.generators)
        case _:
            return 0


def _called(node: ast.expr) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _apply(root: ast.AST, node: "ast.expr | ast.stmt", at: int, only_calls: frozenset[str]) -> None:
    """Make the change of number `at` at a node of the tree `root`."""
    if only_calls:
        _replace(root, node, ast.Pass())
        return
    match node:
        case ast.Compare(ops=ops):
            ops[at] = _SWAPPED[type(ops[at])]()
        case ast.BoolOp() if at == 0:
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.BoolOp(values=values):
            del values[at - 1]
            if len(values) == 1:
                _replace(root, node, values[0])
        case ast.UnaryOp(operand=operand):
            _replace(root, node, operand)
        case ast.BinOp(op=op):
            node.op = _SETS[type(op)]()
        case ast.If(test=test) | ast.IfExp(test=test):
            node.test = ast.UnaryOp(ast.Not(), test)
        case ast.Constant(value=value):
            node.value = _other(value)
        case ast.Return():
            node.value = ast.Constant(None)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            _drop_condition(node.generators, at)
        case _:
            _replace(root, node, ast.Pass())


def _other(value: object) -> "bool | int | str":
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else f"XX{value}"


def _drop_condition(generators: list[ast.comprehension], at: int) -> None:
    conditions = [(one, number) for one in generators for number in range(len(one.ifs))]
    generator, number = conditions[at]
    del generator.ifs[number]


def _replace(root: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(root):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list) and any(one is old for one in value):
                value[[one is old for one in value].index(True)] = new
