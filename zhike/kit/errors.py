"""The errors a request can end in, each with a stable code, an HTTP status and a sentence in both languages.

Rooms declare their own subclasses in their `errors.py`. One handler turns any of them into RFC 9457 problem JSON,
so nothing else in the house writes error responses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from zhike.kit.language import Language, Text, filled, say


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one place of the input.

    `loc` is the path of the value in the request body, e.g. `("custom", "level")`; `data` fills the placeholders of
    `text`.
    """

    loc: tuple[str | int, ...]
    code: str
    text: Text
    data: Mapping[str, object] = field(default_factory=dict)

    def message(self, language: Language) -> str:
        """The sentence shown beside the value."""
        return say(filled(self.text, self.data), language)


class ZhikeError(Exception):
    """Base of every expected error. Subclasses set `code`, `status` and `text`; `data` fills the placeholders."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400
    text: ClassVar[Text] = Text("The request was refused.", "请求被拒绝。")

    def __init__(self, *, problems: Sequence[Problem] = (), **data: object) -> None:
        super().__init__(self.code)
        self.problems: tuple[Problem, ...] = tuple(problems)
        self.data: dict[str, object] = data

    @property
    def sentence(self) -> Text:
        """What happened and what to do, in both languages: for what is stored and read later by anybody."""
        return filled(self.text, self.data)

    def message(self, language: Language) -> str:
        """The sentence that tells the reader what happened and what to do."""
        return say(self.sentence, language)

    def __str__(self) -> str:
        return f"{self.code}: {self.message('en')}"


class ValidationFailed(ZhikeError):
    """Values were refused; `problems` says which and why."""

    code = "validation-failed"
    status = 422
    text = Text(
        "Some values are not valid. See the marked fields.",
        "部分内容无效，请查看标记的字段。",
    )

    def __str__(self) -> str:
        places = "; ".join(
            f"{'.'.join(map(str, problem.loc))}: {problem.message('en')}"
            for problem in self.problems
        )
        return f"{self.code}: {places or self.message('en')}"


class NotFound(ZhikeError):
    """Nothing of that id exists, or the reader may not know that it does."""

    code = "not-found"
    status = 404
    text = Text("This does not exist, or you may not see it.", "内容不存在，或您无权查看。")


class NotSignedIn(ZhikeError):
    """The request carries no valid session or token."""

    code = "not-signed-in"
    status = 401
    text = Text("Sign in to continue.", "请先登录。")


class Forbidden(ZhikeError):
    """The actor is known and may not do this."""

    code = "forbidden"
    status = 403
    text = Text(
        "You may not do this. Ask an administrator for the right.",
        "您没有此操作的权限，请联系管理员。",
    )


class Conflict(ZhikeError):
    """The request contradicts the present state of the thing."""

    code = "conflict"
    status = 409
    text = Text("This contradicts the present state.", "与当前状态冲突。")


class StaleVersion(ZhikeError):
    """Somebody else changed the record since it was read."""

    code = "stale-version"
    status = 412
    text = Text(
        "Somebody changed this in the meantime. Read it again and repeat your change.",
        "内容已被他人修改，请刷新后重试。",
    )


class VersionRequired(ZhikeError):
    """A write came without saying which version it is based on."""

    code = "version-required"
    status = 428
    text = Text(
        "Send the version you read in the If-Match header.",
        "请在 If-Match 请求头中发送您读取的版本。",
    )


class TooManyRequests(ZhikeError):
    """A limit was reached; `seconds` says how long to wait."""

    code = "too-many-requests"
    status = 429
    text = Text(
        "Too many attempts. Wait {seconds} s and try again.",
        "尝试过于频繁，请 {seconds} 秒后再试。",
    )

    def __init__(self, *, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.seconds = seconds


class AddressRefused(ZhikeError):
    """An address the house does not call: inside the network, in a strange spelling, or without TLS."""

    code = "address-refused"
    status = 422
    text = Text(
        "Zhike may not call {address}. Only public https addresses are called, and internal hosts an administrator named.",
        "知客不能访问 {address}。仅可访问公网 https 地址，以及管理员指定的内网主机。",
    )


class NoAnswer(ZhikeError):
    """Another machine was asked and gave no answer that can be used."""

    code = "no-answer"
    status = 503
    text = Text(
        "{host} gave no usable answer: {why}. Try again, or ask an administrator.",
        "{host} 没有返回可用的响应：{why}。请重试，或联系管理员。",
    )
