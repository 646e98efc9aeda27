"""From the text of a formula to its tree, in one pass from left to right.

Every part of the tree knows its place in the text, so that whatever is wrong can be shown there. Length, depth and size are
limited here, before anything else looks at a formula.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zhike.kit.language import Text

LENGTH_LIMIT: Final = 2_000
DEPTH_LIMIT: Final = 20
NODE_LIMIT: Final = 200


class FormulaError(Exception):
    """What is wrong with a formula, and where: `at` counts characters from 0."""

    def __init__(self, code: str, text: Text, at: int, until: int, **data: object) -> None:
        super().__init__(code)
        self.code, self.text, self.at, self.until, self.data = code, text, at, until, data


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: Decimal
    at: int
    until: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """A text in quotation marks."""

    value: str
    at: int
    until: int


@dataclass(frozen=True, slots=True)
class Truth:
    """TRUE or FALSE."""

    value: bool
    at: int
    until: int


@dataclass(frozen=True, slots=True)
class Name:
    """The path of a field: `amount`, `custom.level`, `company.industry`."""

    path: str
    at: int
    until: int


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator and what it joins: one part for a sign or NOT, else two."""

    operator: str
    parts: tuple["Node", ...]
    at: int
    until: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments. The place is that of its name."""

    function: str
    arguments: tuple["Node", ...]
    at: int
    until: int


Node = Number | Quoted | Truth | Name | Operation | Call


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text: its sort (`number`, `text`, `name`, `sign`, `end`) and what it says."""

    sort: str
    text: str
    at: int
    until: int


_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>"(?:[^"]|"")*"|'(?:[^']|'')*'|“[^”]*”)"""
    r"""|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)|(?P<sign><>|!=|<=|>=|[-+*/&=<>(),（），＝＋－＊／＆＜＞])|(?P<end>\Z))""",
    re.DOTALL,
)
_PLAIN_SIGN: Final = dict(zip("（），＝＋－＊／＆＜＞", "(),=+-*/&<>", strict=True)) | {"!=": "<>"}
"""What Chinese input methods write, and the other spelling of “is not”."""
BINDING: Final[Mapping[str, int]] = {
    "OR": 1, "AND": 2, "=": 4, "<>": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "&": 5, "+": 6, "-": 6, "*": 7, "/": 7,
}  # fmt: skip
"""How tightly an operator binds."""
_NOT: Final = 3
_SIGN: Final = 8
_COMPARISON: Final = 4
MOST_DIGITS: Final = 15
MOST_PLACES: Final = 10

EXPECTED_VALUE: Final = Text(
    "Here a field, a number, a text in quotation marks, a function or “(” is expected.",
    "此处应为字段、数字、引号中的文本、函数或“(”。",
)
EXPECTED_OPERATOR: Final = Text(
    "Here the formula should end, or go on with an operator: {known}.",
    "公式应在此结束，或以运算符继续：{known}。",
)
_KNOWN: Final = "+ - * / & = <> < <= > >= AND OR"


def tokens(text: str) -> list[Token]:
    """The pieces of a formula, the end last. Raises FormulaError."""
    if len(text) > LENGTH_LIMIT:
        raise FormulaError(
            "formula-too-long",
            Text("A formula has at most {limit} characters.", "公式最多 {limit} 个字符。"),
            LENGTH_LIMIT,
            len(text),
            limit=LENGTH_LIMIT,
        )
    found: list[Token] = []
    place = 0
    while True:
        match = _TOKEN.match(text, place)
        if match is None or "\x00" in text:
            start = place + len(text[place:]) - len(text[place:].lstrip())
            quote = text[start : start + 1] in {'"', "'", "“"}
            raise FormulaError(
                "open-quote" if quote else "unknown-character",
                Text("This quotation mark is not closed.", "引号未闭合。")
                if quote
                else Text(
                    "“{character}” means nothing here. " + EXPECTED_VALUE.en,
                    "“{character}”在此无效。" + EXPECTED_VALUE.zh,
                ),
                start,
                start + 1,
                character=text[start : start + 1],
            )
        sort = str(match.lastgroup)
        said = match[sort]
        at = match.start(sort)
        found.append(Token(sort, _PLAIN_SIGN.get(said, said), at, match.end()))
        if sort == "end":
            return found
        place = match.end()


class _Parser:
    """Operators by how tightly they bind (Pratt): each loop takes those that bind tighter than the one before."""

    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._place = 0
        self._nodes = 0
        self._depth = 0

    @property
    def token(self) -> Token:
        return self._tokens[self._place]

    def take(self) -> Token:
        token = self.token
        self._place += 1
        return token

    def count(self, token: Token) -> None:
        self._nodes += 1
        if self._nodes > NODE_LIMIT:
            raise FormulaError(
                "formula-too-large",
                Text(
                    "A formula has at most {limit} fields, values, operators and functions. Split it into several fields.",
                    "公式最多包含 {limit} 个字段、值、运算符和函数，请拆分为多个字段。",
                ),
                token.at,
                token.until,
                limit=NODE_LIMIT,
            )

    def expression(self, floor: int = 0) -> Node:
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise FormulaError(
                "formula-too-deep",
                Text(
                    "A formula is nested at most {limit} deep. Put a part into a field of its own.",
                    "公式最多嵌套 {limit} 层，请将部分内容放入单独的字段。",
                ),
                self.token.at,
                self.token.until,
                limit=DEPTH_LIMIT,
            )
        left = self.value()
        while True:
            token = self.token
            operator = token.text.upper() if token.sort in {"name", "sign"} else ""
            binding = BINDING.get(operator, 0)
            if binding <= floor:
                self._depth -= 1
                return left
            self.count(self.take())
            right = self.expression(binding)
            left = Operation(operator, (left, right), left.at, right.until)
            if binding == _COMPARISON and BINDING.get(self.token.text) == _COMPARISON:
                raise FormulaError(
                    "chained",
                    Text(
                        "Comparisons stand in a row. Join them with AND.",
                        "不能连续比较，请用 AND 连接。",
                    ),
                    self.token.at,
                    self.token.until,
                )

    def value(self) -> Node:
        token = self.take()
        self.count(token)
        word = token.text.upper()
        if token.sort == "number":
            return _number(token)
        if token.sort == "text":
            mark = token.text[0]
            inner = token.text[1:-1]
            said = inner if mark == "“" else inner.replace(mark * 2, mark)
            return Quoted(said, token.at, token.until)
        if token.sort == "sign" and token.text == "(":
            inner_node = self.expression()
            self.close()
            return inner_node
        if token.sort == "sign" and token.text in {"-", "+"}:
            part = self.expression(_SIGN)
            return Operation(token.text, (part,), token.at, part.until)
        if token.sort == "name":
            if word in {"TRUE", "FALSE"}:
                return Truth(word == "TRUE", token.at, token.until)
            if word == "NOT":
                part = self.expression(_NOT)
                return Operation("NOT", (part,), token.at, part.until)
            if self.token.text == "(" and self.token.sort == "sign":
                return self.call(token)
            if word not in BINDING:
                return Name(token.text, token.at, token.until)
        raise FormulaError(
            "value-expected", EXPECTED_VALUE, token.at, max(token.until, token.at + 1)
        )

    def call(self, name: Token) -> Node:
        self.take()
        arguments: list[Node] = []
        if self.token.text == ")" and self.token.sort == "sign":
            self.take()
        else:
            arguments.append(self.expression())
            while self.token.text == "," and self.token.sort == "sign":
                self.take()
                arguments.append(self.expression())
            self.close()
        return Call(name.text.upper(), tuple(arguments), name.at, name.until)

    def close(self) -> None:
        token = self.take()
        if token.sort != "sign" or token.text != ")":
            raise FormulaError(
                "not-closed",
                Text(
                    "Here “)”, “,” or an operator is expected: {known}.",
                    "此处应为“)”、“,”或运算符：{known}。",
                ),
                token.at,
                max(token.until, token.at + 1),
                known=_KNOWN,
            )


def _number(token: Token) -> Number:
    whole, _, places = token.text.partition(".")
    if len(whole.lstrip("0")) > MOST_DIGITS or len(places) > MOST_PLACES:
        raise FormulaError(
            "number-too-large",
            Text(
                "A number has at most {digits} digits before and {places} after the point.",
                "数字小数点前最多 {digits} 位，后最多 {places} 位。",
            ),
            token.at,
            token.until,
            digits=MOST_DIGITS,
            places=MOST_PLACES,
        )
    return Number(Decimal(token.text), token.at, token.until)


def parse(text: str) -> Node:
    """The tree of a formula. Raises FormulaError."""
    parser = _Parser(text)
    tree = parser.expression()
    rest = parser.token
    if rest.sort != "end":
        raise FormulaError(
            "operator-expected",
            EXPECTED_OPERATOR,
            rest.at,
            max(rest.until, rest.at + 1),
            known=_KNOWN,
        )
    return tree


def size(node: Node) -> int:
    """How many parts a tree has."""
    match node:
        case Operation(parts=parts) | Call(arguments=parts):
            return 1 + sum(map(size, parts))
        case _:
            return 1
