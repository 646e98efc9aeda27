"""What can be wrong with a request about consent."""

from zhike.kit.errors import ValidationFailed
from zhike.kit.language import Text


class BadConsent(ValidationFailed):
    """A purpose, channel or moment that does not exist."""

    code = "bad-consent"
    text = Text(
        "The consent cannot be recorded. See the marked values.", "同意记录无效，请查看标记的内容。"
    )
