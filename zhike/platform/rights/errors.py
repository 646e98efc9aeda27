"""What can be wrong with a change of rights."""

from zhike.kit.errors import Conflict, ZhikeError
from zhike.kit.language import Text


class RoleKeyTaken(Conflict):
    """Two roles cannot share a key."""

    code = "role-key-taken"
    text = Text(
        "There is a role “{role}” already. Choose another key.", "角色“{role}”已存在，请换一个键。"
    )


class RoleInUse(Conflict):
    """A role that people have cannot be removed."""

    code = "role-in-use"
    text = Text(
        "{count} people have this role. Give them another one first.",
        "仍有 {count} 人拥有此角色，请先为他们更换角色。",
    )


class AttributeInUse(Conflict):
    """Rules speak of the attribute."""

    code = "attribute-in-use"
    text = Text(
        "Sharing rules speak of this attribute: {rules}. Change or delete them first.",
        "以下共享规则使用了该属性：{rules}。请先修改或删除这些规则。",
    )


class OwnAttributes(ZhikeError):
    """Nobody says of themselves what they may see."""

    code = "own-attributes"
    status = 403
    text = Text(
        "You cannot set your own attributes. Ask another administrator.",
        "不能设置自己的属性，请由其他管理员设置。",
    )


class BuiltInRole(Conflict):
    """The roles of the house stay."""

    code = "built-in-role"
    text = Text(
        "This is a role of the house: it can be changed, except the administrator's, but not removed or renamed.",
        "这是系统内置角色：除管理员外可以调整权限，但不能删除或改名。",
    )
