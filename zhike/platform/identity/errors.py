"""What can go wrong with people and their ways in."""

from zhike.kit.errors import Conflict, Forbidden, ZhikeError
from zhike.kit.language import Text


class SignInFailed(ZhikeError):
    """The same answer for an unknown address, a wrong password and a disabled person."""

    code = "sign-in-failed"
    status = 401
    text = Text("E-mail address or password is wrong.", "邮箱或密码不正确。")


class ForgedRequest(Forbidden):
    """A write with a session cookie that one of our pages did not send."""

    code = "csrf-failed"
    text = Text(
        "This request did not come from a Zhike page. Reload the page and try again.",
        "请求并非来自知客页面，请刷新页面后重试。",
    )


class SessionRequired(Forbidden):
    """Keys and passwords are managed by a person in a browser, never by a program with a key."""

    code = "session-required"
    text = Text(
        "Sign in with your browser to do this; a token may not.",
        "此操作需在浏览器中登录后进行，不能使用令牌。",
    )


class ScopeTooNarrow(Forbidden):
    """The token was not made for this, whatever its person may do."""

    code = "scope-too-narrow"
    text = Text(
        "This token was not made for this. Use one with a wider scope.",
        "此令牌的范围不包含该操作，请使用范围更大的令牌。",
    )


class NetworkNotAllowed(Forbidden):
    """The workspace may be used from its own networks only."""

    code = "network-not-allowed"
    text = Text(
        "Zhike may not be used from this network. Ask an administrator.",
        "当前网络不允许访问知客，请联系管理员。",
    )


class SecondFactorMissing(Forbidden):
    """A role of this person needs a second factor, and this session or token has none behind it."""

    code = "second-factor-missing"
    text = Text(
        "Your role needs two-step sign-in. Set it up to go on.",
        "您的角色要求两步验证，请先完成设置。",
    )


class ProofNeeded(Forbidden):
    """Changing how one signs in asks for a proof not older than some minutes."""

    code = "proof-needed"
    text = Text(
        "Confirm that it is you, then try again.",
        "请先确认您的身份，然后重试。",
    )


class WrongCode(ZhikeError):
    """The code was mistyped, too old, or used before. Never says which."""

    code = "wrong-code"
    status = 401
    text = Text(
        "This code is wrong or was used already. Wait for the next one.",
        "验证码不正确或已使用过，请等待下一个。",
    )


class PasskeyRefused(ZhikeError):
    """The passkey is unknown, belongs to somebody else, or its proof does not hold."""

    code = "passkey-refused"
    status = 401
    text = Text(
        "This passkey was not accepted. Try again or use another way.",
        "通行密钥未通过验证，请重试或换一种方式。",
    )


class StartAgain(ZhikeError):
    """The first step is too long ago, or was made by another browser."""

    code = "start-again"
    status = 401
    text = Text("This took too long. Sign in again.", "操作已超时，请重新登录。")


class LinkDead(ZhikeError):
    """A link from a letter that is used up, replaced, withdrawn or too old."""

    code = "link-dead"
    status = 410
    text = Text(
        "This link is no longer valid. Ask for a new one.",
        "此链接已失效，请重新获取。",
    )


class LastFactor(Conflict):
    """A role of the person needs a second factor, and this is the only one."""

    code = "last-factor"
    text = Text(
        "Your role needs two-step sign-in. Add another factor before you remove this one.",
        "您的角色要求两步验证，请先添加其他验证方式再移除此项。",
    )


class NotEnrolling(Conflict):
    """A code was shown for an authenticator app that was never begun or is set up already."""

    code = "not-enrolling"
    text = Text("Begin again: show the picture to your app.", "请重新开始，用应用扫描二维码。")


class AlreadyInvited(Conflict):
    """There is an invitation for this address."""

    code = "already-invited"
    text = Text(
        "{email} is invited already. Send that invitation again instead.",
        "{email} 已被邀请，可重新发送该邀请。",
    )


class OwnNetworkMissing(ZhikeError):
    """Saving this would lock out the very person who saves it."""

    code = "own-network-missing"
    status = 422
    text = Text(
        "The networks must contain your own address, {address}.",
        "网络列表必须包含您当前的地址 {address}。",
    )


class EmailTaken(Conflict):
    """Another person has this address."""

    code = "email-taken"
    text = Text("Somebody with the address {email} exists already.", "邮箱 {email} 已被使用。")


class TeamNameTaken(Conflict):
    """Another team has this name."""

    code = "team-name-taken"
    text = Text("A team named {name} exists already.", "团队“{name}”已存在。")


class LastAdministrator(Conflict):
    """Without this person nobody could administer the house."""

    code = "last-administrator"
    text = Text(
        "This is the last administrator. Give the role to somebody else first.",
        "这是最后一位管理员，请先将管理员角色授予他人。",
    )


class DepartmentNameTaken(Conflict):
    """Another department at the same place of the tree has this name."""

    code = "department-name-taken"
    text = Text("There is a department {name} here already.", "此处已有名为“{name}”的部门。")


class DepartmentBelowItself(Conflict):
    """A department cannot be moved under itself or under one below it."""

    code = "department-below-itself"
    text = Text(
        "A department cannot be under itself. Choose another place.",
        "部门不能移到自己或下级部门之下，请选择其他位置。",
    )


class DepartmentNotEmpty(Conflict):
    """People or departments would be left without a place."""

    code = "department-not-empty"
    text = Text(
        "This department still has people or departments below it. Move them first.",
        "该部门下仍有人员或下级部门，请先移走。",
    )


class DepartmentInUse(Conflict):
    """Something of the workspace speaks of the department."""

    code = "department-in-use"
    text = Text(
        "Sharing rules are made for this department. Change or delete them first.",
        "有共享规则使用了该部门，请先修改或删除这些规则。",
    )


class OwnWayShut(Forbidden):
    """The workspace wants people to come through a provider; passwords and passkeys are for administrators."""

    code = "own-way-shut"
    text = Text(
        "Passwords and passkeys are for administrators here. Sign in with your organisation's account.",
        "密码和通行密钥仅供管理员使用，请使用组织账号登录。",
    )


class ViewOnly(Forbidden):
    """Something was to be changed while looking through another person's eyes."""

    code = "view-only"
    text = Text(
        "You are looking with somebody else's eyes, and cannot change anything. End it first.",
        "您正以他人视角查看，不能修改任何内容。请先退出该视角。",
    )


class ViewEnded(Forbidden):
    """The note has run out, or the viewer or the viewed may no longer."""

    code = "view-ended"
    text = Text("Looking with this person's eyes has ended.", "以此人视角查看已结束。")
