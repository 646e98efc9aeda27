"""What can be wrong with the lines of an order."""

from zhike.kit.errors import ValidationFailed
from zhike.kit.language import Text


class BadLines(ValidationFailed):
    """Lines that cannot be added up, or that name a product that is not there."""

    code = "bad-lines"
    text = Text("Some lines are not valid. See the marked ones.", "部分明细无效，请查看标记的行。")
