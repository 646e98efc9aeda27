"""What can be wrong with an access review."""

from zhike.kit.errors import Conflict, ZhikeError
from zhike.kit.language import Text


class ReviewClosed(Conflict):
    """A closed review is signed: nothing in it changes."""

    code = "review-closed"
    text = Text(
        "This review is closed and signed. Nothing in it can be changed.",
        "该复核已关闭并签名，内容不能再更改。",
    )


class ReviewStillOpen(Conflict):
    """There is no result before the end."""

    code = "review-open"
    text = Text(
        "Close the review first: then its result is signed.", "请先关闭复核，随后生成签名结果。"
    )


class AlreadyDecided(Conflict):
    """A decision is undone before another is taken."""

    code = "already-decided"
    text = Text(
        "This was decided already. Undo the decision first.", "该项已有决定，请先撤销再重新决定。"
    )


class NotDecided(Conflict):
    """There is no decision to undo."""

    code = "not-decided"
    text = Text("Nothing was decided here yet.", "该项尚无决定。")


class RolesChangedSince(Conflict):
    """Somebody gave or took the role after it was withdrawn."""

    code = "roles-changed-since"
    text = Text(
        "The roles of {name} were changed after this decision, so it cannot be undone. Ask an administrator.",
        "在此决定之后 {name} 的角色又有变更，无法撤销，请联系管理员。",
    )


class NothingToReview(ZhikeError):
    """Nobody has any of the roles."""

    code = "nothing-to-review"
    status = 422
    text = Text("Nobody has these roles.", "没有人拥有这些角色。")
