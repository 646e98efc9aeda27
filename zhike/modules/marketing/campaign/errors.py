"""What can be wrong with a campaign or with what is asked of it."""

from zhike.kit.errors import Conflict, ValidationFailed
from zhike.kit.language import Text

FIELDS_NOT_SEEN = Text(
    "A mail is sent with the rights of the campaign's owner, who does not see {fields} whole."
    " Take these fields out of the template, or have somebody else own the campaign.",
    "邮件按活动负责人的权限发送，而负责人不能完整查看{fields}。请从模板中移除这些字段，或更换活动负责人。",
)


class WrongStage(Conflict):
    """The verb does not fit the campaign's status."""

    code = "wrong-stage"
    text = Text(
        "The campaign's status is “{status}”; this is possible only with: {possible}.",
        "活动当前为“{status}”，不能执行此操作；仅在以下状态可以：{possible}。",
    )


class NotReady(ValidationFailed):
    """Something a campaign needs before it can be sent is missing; `problems` says what."""

    code = "campaign-not-ready"
    text = Text(
        "The campaign is not ready. See the marked fields.", "活动尚未就绪，请查看标记的字段。"
    )


class AlreadySending(Conflict):
    """What is being sent cannot be changed."""

    code = "campaign-fixed"
    text = Text(
        "This campaign has been sent or is being sent, so {fields} cannot be changed. Copy it to make another.",
        "活动已发送或正在发送，不能再修改{fields}。可以复制一份，另建活动。",
    )
