"""What can go wrong, in the words of RFC 7644 §3.12. The sentences are for administrators of directories, who read English."""

from typing import Literal

from zhike.kit.errors import Forbidden, ZhikeError
from zhike.kit.language import Text

ScimType = Literal[
    "", "invalidFilter", "invalidPath", "invalidSyntax", "invalidValue", "mutability", "noTarget", "tooMany", "uniqueness"
]  # fmt: skip


class ScimError(Exception):
    """An answer with a status, one of the standard's words, and a sentence."""

    def __init__(self, status: int, detail: str, scim_type: ScimType = "") -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.scim_type: ScimType = scim_type


class AdministratorsAreOurs(Forbidden):
    """A directory would make or change an administrator, which nobody allowed it."""

    code = "administrators-are-ours"
    text = Text(
        "The directory may not make or change administrators. Allow it under Settings → Provisioning, or do it here.",
        "目录不能新建或修改管理员。可在“设置 → 人员同步”中允许，或在此处手动修改。",
    )


class AddressIsTheirs(Forbidden):
    """A directory would give another address to somebody it did not make, or who proves here who they are."""

    code = "address-is-theirs"
    text = Text(
        "The directory may not change this person's address: they were here before it or sign in with a password or passkey."
        " Change it under Settings → People first.",
        "目录不能修改此人的邮箱：其账号并非由目录新建，或已有密码或通行密钥。请先在“设置 → 人员”中修改。",
    )


class UserNameTaken(ZhikeError):
    """The directory uses one user name for two people."""

    code = "user-name-taken"
    status = 409
    text = Text("Somebody else has the user name {name}.", "用户名“{name}”已被他人使用。")
