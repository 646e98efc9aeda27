"""Text of one line and of many lines, and web addresses."""

from urllib.parse import urlsplit

from zhike.kit.language import Text
from zhike.kit.mail_html import safe_mail_html
from zhike.kit.sql import Sql, param
from zhike.platform.metadata.kinds.base import (
    EMPTY_OPERATORS,
    BadValue,
    Json,
    Operand,
    Settings,
    SingleColumn,
    compare,
    wrong_operand,
)

LINE_LIMIT = 200
TEXT_LIMIT = 20_000
HTML_LIMIT = 300_000
URL_LIMIT = 2_000
IN_LIMIT = 500
TEXT_OPERATORS = ("contains", "eq", "ne", "starts_with", "in", *EMPTY_OPERATORS)


def escape_like(text: str) -> str:
    """Make `%`, `_` and the backslash of user text stand for themselves in LIKE."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def text_condition(operand: Operand) -> Sql:
    """A condition on text; equality and substrings ignore case."""
    value = operand.value
    if operand.operator == "in":
        if (
            not isinstance(value, list)
            or not all(isinstance(item, str) for item in value)
            or len(value) > IN_LIMIT
        ):
            raise wrong_operand(
                operand, f"a list of at most {IN_LIMIT} texts", f"不超过 {IN_LIMIT} 个文本的列表"
            )
        return operand.expression + Sql(" = ANY(") + param(value) + Sql("::text[])")
    if operand.operator == "mine":
        words = [str(word).lower() for word in value]
        return (
            Sql("lower(") + operand.expression + Sql(") = ANY(") + param(words) + Sql("::text[])")
        )
    if not isinstance(value, str) or "\x00" in value:
        raise wrong_operand(operand, "a text", "一个文本")
    if operand.operator in {"eq", "ne"}:
        return compare(
            Sql("lower(") + operand.expression + Sql(")"), operand.operator, value.lower()
        )
    pattern = escape_like(value)
    pattern = f"{pattern}%" if operand.operator == "starts_with" else f"%{pattern}%"
    return operand.expression + Sql(" ILIKE ") + param(pattern)


def clean_line(value: Json, limit: int, *, lines: bool) -> str:
    """Trim text, refuse what is not text, too long, or holds control characters."""
    if not isinstance(value, str):
        raise BadValue("not-text", Text("Enter a text.", "请输入文本。"))
    cleaned = value.replace("\r\n", "\n").strip()
    if len(cleaned) > limit:
        raise BadValue(
            "too-long",
            Text(
                "At most {limit} characters; this has {length}.",
                "最多 {limit} 个字符，当前 {length} 个。",
            ),
            limit=limit,
            length=len(cleaned),
        )
    if not cleaned.isprintable():
        allowed = "\n\t" if lines else ""
        if any(
            not char.isprintable()
            and char not in allowed
            and char not in "\u3000\u00a0\u200d\ufe0f"
            for char in cleaned
        ):
            raise BadValue(
                "control-character",
                Text("Remove line breaks and invisible characters.", "请去掉换行和不可见字符。"),
            )
    return cleaned


class TextKind(SingleColumn):
    """One line of text."""

    name = "text"
    label = Text("Text", "文本")
    operators: tuple[str, ...] = (*TEXT_OPERATORS, "mine")

    def clean(self, value: Json, settings: Settings) -> Json:
        """A trimmed line of at most `limit` characters (200 unless set)."""
        return clean_line(value, int(settings.get("limit", LINE_LIMIT)), lines=False) or None

    def clean_settings(self, settings: Settings) -> Settings:
        """`limit`: the most characters, 1 to 2,000."""
        limit = settings.get("limit", LINE_LIMIT)
        if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= 2_000:
            raise BadValue(
                "bad-limit", Text("The limit is a number from 1 to 2000.", "长度上限为 1 至 2000。")
            )
        return {"limit": limit}

    def condition(self, operand: Operand) -> Sql:
        """Text conditions."""
        return self.empty_condition(operand) or text_condition(operand)

    def from_text(self, text: str, settings: Settings) -> Json:
        """The cell's text."""
        return self.clean(text, settings)

    def empty_condition(self, operand: Operand) -> Sql | None:
        """Blank text counts as empty, because columns of required text hold '' and never NULL."""
        if operand.operator == "is_empty":
            return Sql("coalesce(") + operand.expression + Sql(", '') = ''")
        if operand.operator == "is_not_empty":
            return operand.expression + Sql(" <> ''")
        return None


class LongTextKind(TextKind):
    """Many lines of text."""

    name = "long_text"
    label = Text("Long text", "多行文本")
    operators: tuple[str, ...] = ("contains", *EMPTY_OPERATORS)
    sortable = False

    def clean(self, value: Json, settings: Settings) -> Json:
        """Trimmed text of at most `settings["limit"]` characters; made safe where `settings["html"]` is set."""
        text = clean_line(value, settings.get("limit", TEXT_LIMIT), lines=True)
        return (safe_mail_html(text) if settings.get("html") else text) or None

    def clean_settings(self, settings: Settings) -> Settings:
        """No settings."""
        return {}


class UrlKind(TextKind):
    """A web address; only http and https, so that a link in a page can never run a script."""

    name = "url"
    label = Text("Web address", "网址")
    operators: tuple[str, ...] = TEXT_OPERATORS

    def clean(self, value: Json, settings: Settings) -> Json:
        """An absolute address; `example.com` becomes `https://example.com`."""
        address = clean_line(value, URL_LIMIT, lines=False)
        if (
            address
            and "://" not in address
            and ":" not in address.split("/", 1)[0].replace(":", "", 0)[:8]
        ):
            address = f"https://{address}"
        try:
            parts = urlsplit(address)
            host = parts.hostname or ""
        except ValueError:
            host, parts = "", urlsplit("")
        if parts.scheme not in {"http", "https"} or "." not in host or " " in address:
            raise BadValue(
                "not-a-url",
                Text(
                    "Enter a web address such as https://example.com.",
                    "请输入网址，例如 https://example.com。",
                ),
            )
        return address

    def clean_settings(self, settings: Settings) -> Settings:
        """No settings."""
        return {}
