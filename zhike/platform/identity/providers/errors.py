"""What can go wrong between the house and a provider of identities."""

from zhike.kit.errors import Conflict, Forbidden, ZhikeError
from zhike.kit.language import Text


class ProviderRefused(ZhikeError):
    """The provider itself said no; `told` is its own code."""

    code = "provider-refused"
    status = 401
    text = Text(
        "{provider} did not sign you in ({told}). Try again, or tell an administrator this code.",
        "{provider} 未能完成登录（{told}）。请重试，或将此代码告知管理员。",
    )


class AnswerNotTrusted(ZhikeError):
    """An answer came that the provider did not make for us, for this person, now."""

    code = "answer-not-trusted"
    status = 401
    text = Text(
        "The answer of {provider} was not accepted: {why}. Sign in again; if it stays so, tell an administrator.",
        "未接受 {provider} 的响应：{why}。请重新登录；如仍出现，请告知管理员。",
    )


class NotConnected(Forbidden):
    """Nobody here belongs to this account of the provider. The same sentence whether or not its address is known."""

    code = "not-connected"
    text = Text(
        "Your account at {provider} is not connected to anybody here. If you have a Zhike account, sign in to it and"
        " connect {provider} under Settings → Security; otherwise ask an administrator to invite you.",
        "您的 {provider} 账号尚未关联知客用户。如已有知客账号，请先登录，在“设置 → 安全”中关联"
        " {provider}；否则请联系管理员邀请您。",
    )


class AccountShut(Forbidden):
    """The provider proved who it is; the house has shut them out."""

    code = "account-shut"
    text = Text(
        "Your Zhike account is disabled. Ask an administrator.",
        "您的知客账号已停用，请联系管理员。",
    )


class AlreadyConnected(Conflict):
    """An account of a provider belongs to one person, and a person has one account there."""

    code = "already-connected"
    text = Text(
        "This account is connected to somebody already, or you have another one of {provider}. Disconnect that first.",
        "该账号已被关联，或您已关联另一个 {provider} 账号，请先解除关联。",
    )


class LastWayIn(Conflict):
    """Without it the person could not sign in any more."""

    code = "last-way-in"
    text = Text(
        "This is your only way to sign in. Set a password or add a passkey first.",
        "这是您唯一的登录方式，请先设置密码或添加通行密钥。",
    )


class ProviderNameTaken(Conflict):
    """Two buttons of one name could not be told apart."""

    code = "provider-name-taken"
    text = Text("There is a provider named {name} already.", "已有名为“{name}”的登录方式。")


class LastProvider(Conflict):
    """People may sign in by a provider only, and this is the last."""

    code = "last-provider"
    text = Text(
        "People must sign in by a provider, and this is the only one. Let them use passwords again first.",
        "当前要求通过单点登录，且这是唯一的登录方式。请先允许使用密码登录。",
    )


class ProviderHasPeople(Conflict):
    """Its people are known by names that mean others elsewhere."""

    code = "provider-has-people"
    text = Text(
        "People are connected to this provider, so it cannot become another one. Add the other one beside it.",
        "已有人员关联此登录方式，不能改为另一个系统，请另行添加。",
    )
