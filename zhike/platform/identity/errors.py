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
