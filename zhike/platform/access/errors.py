"""What can go wrong with roles."""

from zhike.kit.errors import ZhikeError
from zhike.kit.language import Text


class UnknownRole(ZhikeError):
    """No role has this key."""

    code = "unknown-role"
    status = 422
    text = Text("There is no role {role}. Roles: {known}.", "没有角色 {role}，可用角色：{known}。")
