"""What can go wrong with apps: told to people by the product, and to programs in the words of RFC 6749."""

from typing import Literal

from zhike.kit.errors import Conflict, ZhikeError
from zhike.kit.language import Text

ProtocolCode = Literal[
    "access_denied",
    "invalid_client",
    "invalid_grant",
    "invalid_request",
    "invalid_scope",
    "unauthorized_client",
    "unsupported_grant_type",
    "unsupported_response_type",
]


class ProtocolError(Exception):
    """An error as RFC 6749 names it, with a sentence for the developer of the app."""

    def __init__(self, code: ProtocolCode, description: str) -> None:
        super().__init__(code)
        self.code: ProtocolCode = code
        self.description = description


class UnknownApp(ZhikeError):
    """The app was never registered, or was removed. Nobody is sent back: the address may be anybody's."""

    code = "unknown-app"
    status = 422
    text = Text(
        "No app of this id is registered here. Ask whoever sent you here.",
        "此处未登记该应用，请联系为您提供链接的人。",
    )


class RedirectNotRegistered(ZhikeError):
    """The app asks for the answer at an address it was not registered with. Nobody is sent there."""

    code = "redirect-not-registered"
    status = 422
    text = Text(
        "{app} asked to be answered at an address that is not registered for it. Nothing was allowed.",
        "{app} 请求的回调地址未登记，未授予任何权限。",
    )


class AppNameTaken(Conflict):
    """Another app has this name: people could not tell them apart."""

    code = "app-name-taken"
    text = Text("An app named {name} is registered already.", "名为“{name}”的应用已登记。")


class ServicePersonSignsIn(Conflict):
    """An app would act as somebody who signs in themselves: what it does could not be told from what they do."""

    code = "service-person-signs-in"
    text = Text(
        "{name} signs in here. Make a person without a password for the app.",
        "{name} 会自行登录。请为应用新建一个没有密码的人员。",
    )
