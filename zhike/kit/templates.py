"""Texts with merge fields: `Dear {{ contact.name | default: "customer" }}`. No logic, no objects, no reach.

The syntax is the output tag of Liquid and nothing else of it: a path of names and a few filters. Values come as one flat
mapping from path to plain value, so a template can show only what was put there for it. Rendering is joining strings,
so its cost is bounded by its source and its values (a few microseconds for a mail).
"""

import html as html_escaping
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from zhike.kit.errors import Problem, ValidationFailed
from zhike.kit.language import Language, Text
from zhike.kit.merge_filters import FILTERS, FilterCall, shown
from zhike.kit.merge_places import Place, Scanner

LONGEST_SOURCE: Final = 300_000
LONGEST_OUTPUT: Final = 1_000_000
MOST_FIELDS: Final = 500
MOST_FILTERS: Final = 5
_LONGEST_TAG: Final = 1_000
_LONGEST_LIST: Final = 20
_MOST_PROBLEMS: Final = 20

_TAG = re.compile(r"\{\{(?P<inside>(?:[^{}'\"]|'[^'\n]*'|\"[^\"\n]*\")*)\}\}")
_PATH = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*(?:\.[a-z0-9]+(?:_[a-z0-9]+)*)*\Z")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_STEP = re.compile(r"(?:[^|'\"]|'[^']*'|\"[^\"]*\")+")
_ARGUMENT = re.compile(
    r"\s*(?:'(?P<single>[^']*)'|\"(?P<double>[^\"]*)\"|(?P<number>-?\d{1,6}))\s*(?:,|\Z)"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
_SAFE_URL = re.compile(r"(?:https?://|mailto:|tel:|[^:]*\Z)", re.IGNORECASE)

_MESSAGES: Final[dict[str, Text]] = {
    "unknown-merge-field": Text(
        "There is no merge field “{field}”. Use one of: {valid}.",
        "没有合并字段“{field}”。可用字段：{valid}。",
    ),
    "unknown-filter": Text(
        "There is no filter “{filter}”. Use one of: {valid}.",
        "没有过滤器“{filter}”。可用过滤器：{valid}。",
    ),
    "bad-filter": Text(
        "The filter “{filter}” is written {usage}.",
        "过滤器“{filter}”应写作 {usage}。",
    ),
    "bad-merge-field": Text(
        "“{field}” cannot be read. Write merge fields like {example}.",
        "无法识别“{field}”。合并字段应写作 {example}。",
    ),
    "no-tags": Text(
        "Templates have no tags, only merge fields like {example}.",
        "模板不支持标签，只支持 {example} 这样的合并字段。",
    ),
    "unsafe-place": Text(
        "A merge field cannot stand here. Use it in text or in a quoted attribute.",
        "合并字段不能放在这里，请放在正文或带引号的属性中。",
    ),
    "too-long": Text(
        "The template is too long or has too many merge fields.",
        "模板过长或合并字段过多。",
    ),
}


class TemplateRefused(ValidationFailed):
    """The template cannot be used as it is; the data of each problem has `line` and `column`, counted from one."""

    code = "template-refused"
    text = Text(
        "The template has mistakes. See the marked places.",
        "模板有误，请查看标记的位置。",
    )


class OutputTooLong(ValidationFailed):
    """The values filled in made the result longer than a mail may be."""

    code = "template-output-too-long"
    text = Text("The filled-in text is longer than 1 MB.", "填充后的文本超过 1 MB。")


@dataclass(frozen=True, slots=True)
class _Output:
    path: str
    filters: tuple[FilterCall, ...]
    place: Place
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """A checked template, ready to be filled in any number of times."""

    parts: tuple[str | _Output, ...]
    form: Literal["html", "text", "line"]

    def fields(self) -> set[str]:
        """The paths of all merge fields used."""
        return {part.path for part in self.parts if isinstance(part, _Output)}

    def render(self, values: Mapping[str, object], language: Language = "zh-CN") -> str:
        """The text with every merge field replaced by its value; a missing value is empty. Raises OutputTooLong."""
        pieces: list[str] = []
        for part in self.parts:
            if isinstance(part, str):
                pieces.append(part)
                continue
            value = values.get(part.path)
            for call in part.filters:
                value = call.apply(value, language)
            pieces.append(self._safe(shown(value, language), part.place))
        text = "".join(pieces)
        if len(text) > LONGEST_OUTPUT:
            raise OutputTooLong
        return text

    def _safe(self, text: str, place: Place) -> str:
        if self.form == "line":
            return _CONTROL.sub(" ", text).strip()
        if self.form == "text":
            return text
        if place == "url" and not _SAFE_URL.match(text.strip()):
            return ""
        escaped = html_escaping.escape(text, quote=True)
        return escaped.replace("\n", "<br>") if place == "text" else escaped


def compile_template(
    source: str,
    *,
    html: bool = False,
    line: bool = False,
    known: Collection[str] | None = None,
    loc: tuple[str | int, ...] = ("body",),
) -> CompiledTemplate:
    """Check a template and make it ready.

    With `html` values are escaped and kept out of scripts and foreign URL schemes; with `line` (a subject) line breaks in
    values become spaces. `known` are the paths that may be used; None leaves that check to the caller. Raises
    TemplateRefused with all problems, placed at `loc`.
    """
    reader = _Reader(source, html=html, known=known, loc=loc)
    parts = reader.read()
    if reader.problems:
        raise TemplateRefused(problems=reader.problems)
    return CompiledTemplate(tuple(parts), "html" if html else "line" if line else "text")


class _Reader:
    """Cuts a source into texts and outputs, noting every problem."""

    def __init__(
        self,
        source: str,
        *,
        html: bool,
        known: Collection[str] | None,
        loc: tuple[str | int, ...],
    ) -> None:
        self.source = source
        self.known = known
        self.loc = loc
        self.scanner = Scanner() if html else None
        self.problems: list[Problem] = []

    def read(self) -> Sequence[str | _Output]:
        parts: list[str | _Output] = []
        if len(self.source) > LONGEST_SOURCE:
            self._note("too-long", 0)
            return parts
        at = 0
        while (start := self.source.find("{{", at)) >= 0 and len(self.problems) < _MOST_PROBLEMS:
            parts.append(self._literal(at, start))
            # The window keeps the search for the end linear in the source, whatever quotes it holds.
            tag = _TAG.match(self.source, start, start + _LONGEST_TAG)
            if tag is None:
                self._note("bad-merge-field", start, field=self.source[start : start + 30])
                at = start + 2
                continue
            output = self._output(tag["inside"], start)
            if output:
                parts.append(output)
            at = tag.end()
            if len(parts) > 2 * MOST_FIELDS:
                self._note("too-long", at)
                return parts
        parts.append(self._literal(at, len(self.source)))
        return [part for part in parts if part != ""]

    def _literal(self, start: int, end: int) -> str:
        text = self.source[start:end]
        tag = text.find("{%")
        if tag >= 0:
            self._note("no-tags", start + tag)
        if self.scanner:
            self.scanner.feed(text)
        return text

    def _output(self, inside: str, start: int) -> _Output | None:
        path, *steps = [step.strip() for step in _STEP.findall(inside)] or [""]
        if not _PATH.match(path) or _QUOTED.sub("", inside).count("|") != len(steps):
            self._note("bad-merge-field", start, field=inside.strip()[:60])
            return None
        if self.known is not None and path not in self.known:
            valid = sorted(self.known)
            more = "…" if len(valid) > _LONGEST_LIST else ""
            self._note(
                "unknown-merge-field",
                start,
                field=path,
                valid=", ".join(valid[:_LONGEST_LIST]) + more,
            )
        place: Place = self.scanner.place() if self.scanner else "text"
        if place == "unsafe":
            self._note("unsafe-place", start)
        if len(steps) > MOST_FILTERS:
            self._note("too-long", start)
            return None
        calls = [call for call in (self._filter(step, start) for step in steps) if call]
        line, column = self._position(start)
        return _Output(path, tuple(calls), place, line, column)

    def _filter(self, step: str, start: int) -> FilterCall | None:
        name, colon, written = step.partition(":")
        name = name.strip()
        known = FILTERS.get(name)
        if known is None:
            self._note(
                "unknown-filter",
                start,
                filter=name[:40],
                valid=", ".join(sorted(FILTERS)),
            )
            return None
        arguments: list[str | int] = []
        at = 0
        while colon and at < len(written):
            found = _ARGUMENT.match(written, at)
            if found is None:
                break
            number = found["number"]
            arguments.append(int(number) if number else found["single"] or found["double"] or "")
            at = found.end()
        call = (
            known.call(arguments) if at == len(written) and bool(colon) == bool(arguments) else None
        )
        if call is None:
            self._note("bad-filter", start, filter=name, usage=known.usage)
        return call

    def _position(self, at: int) -> tuple[int, int]:
        before = self.source[:at]
        return before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1

    def _note(self, code: str, at: int, **data: object) -> None:
        line, column = self._position(at)
        data = {"line": line, "column": column, "example": "{{ contact.name }}", **data}
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(Problem(self.loc, code, _MESSAGES[code], data))
