"""The letters of this room: to somebody invited, to somebody who forgot their password, and news of one's own account.

The key of a link is made here, in the job that sends it, so no queue, no log and no answer ever holds it; the table gets its
hash. The link starts with the configured address and carries the key in its fragment, which browsers do not send.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from zhike.kit.clock import now
from zhike.kit.language import Language, Text, filled, say
from zhike.platform.identity.keys import key_hash, new_key
from zhike.platform.identity.locks import locked_users
from zhike.platform.identity.models import Invitation, ResetLink, User
from zhike.platform.identity.ports import Letter, postman, refuses_reset

INVITATION: Final = "invitation"
RESET: Final = "reset"
NEWS_PASSWORD: Final = "news:password"  # noqa: S105 - the name of an errand
NEWS_FACTOR_ADDED: Final = "news:factor-added"
NEWS_FACTOR_REMOVED: Final = "news:factor-removed"
NEWS_RECOVERY: Final = "news:recovery-code"
NEWS_EMAIL: Final = "news:email"
INVITED_FOR: Final = timedelta(days=7)
RESET_FOR: Final = timedelta(minutes=30)
RESET_AGAIN_AFTER: Final = timedelta(minutes=2)
"""A person gets no second letter sooner, so nobody's mailbox can be flooded and the last link stays good for a while."""

_HELLO: Final = Text("Hello {name},", "{name}，您好：")
_INVITED: Final = Text("{by} invites you to Zhike", "{by}邀请您加入知客")
_INVITED_TEXT: Final = Text(
    "{by} invites you to work with them in Zhike. Your account will be {email}.",
    "{by}邀请您使用知客共同工作，您的账号为 {email}。",
)
_INVITED_END: Final = Text(
    "The link is good for seven days and for one use. If you do not know who this is, ignore this letter.",
    "链接七天内有效，仅可使用一次。如不认识邀请人，请忽略此邮件。",
)
_ACCEPT: Final = Text("Accept the invitation", "接受邀请")
_RESET: Final = Text("Choose a new password for Zhike", "重设知客密码")
_RESET_TEXT: Final = Text(
    "Somebody, hopefully you, asked for a new password for {email}.",
    "有人（应该是您本人）申请重设 {email} 的密码。",
)
_RESET_END: Final = Text(
    "The link is good for 30 minutes and for one use. If it was not you, ignore this letter: nothing has changed.",
    "链接 30 分钟内有效，仅可使用一次。如非本人操作，请忽略此邮件，您的账号没有任何变化。",
)
_NEWS: Final[dict[str, tuple[Text, Text]]] = {
    NEWS_PASSWORD: (
        Text("Your Zhike password was changed", "您的知客密码已修改"),
        Text("The password of {email} was changed.", "{email} 的密码已修改。"),
    ),
    NEWS_FACTOR_ADDED: (
        Text("Two-step sign-in: a way was added", "两步验证：已添加验证方式"),
        Text(
            "A passkey or an authenticator app was added to {email}.",
            "{email} 已添加通行密钥或身份验证器应用。",
        ),
    ),
    NEWS_FACTOR_REMOVED: (
        Text("Two-step sign-in: a way was removed", "两步验证：已移除验证方式"),
        Text(
            "A passkey or an authenticator app was removed from {email}.",
            "{email} 的通行密钥或身份验证器应用已被移除。",
        ),
    ),
    NEWS_RECOVERY: (
        Text("A recovery code was used", "已使用恢复码"),
        Text(
            "Somebody signed in as {email} with a recovery code.", "有人使用恢复码登录了 {email}。"
        ),
    ),
    NEWS_EMAIL: (
        Text("Your Zhike account has another address", "您的知客账号已更换邮箱"),
        Text(
            "{email} is no longer the address of your account. From now on you sign in with another one, and letters go there.",
            "{email} 已不再是您账号的邮箱。今后请使用新邮箱登录，邮件也将发送至新邮箱。",
        ),
    ),
}
_NEWS_END: Final = Text(
    "If this was you, there is nothing to do. If not, sign out all browsers, change your password and tell an administrator.",
    "如为本人操作，无需处理。否则请退出所有设备、修改密码并告知管理员。",
)
_LOOK: Final = Text("Look at your sign-in", "查看登录安全")
_CHOOSE: Final = Text("Choose a new password", "重设密码")
_HOUSE: Final = Text("An administrator", "管理员")


def write(errand: str, about: UUID, address: str = "") -> None:
    """Write and send one letter. May run twice: then the later letter's link is the good one.

    `address` is where news of an account goes instead of the address it has now.
    """
    if errand in _NEWS:
        _write_news(errand, about, address)
    else:
        {INVITATION: _write_invitation, RESET: _write_reset}[errand](about)


def link_of(page: str, key: str) -> str:
    """The address of a page of ours with a key."""
    return f"{settings.ZHIKE_BASE_URL}/{page}#{key}"


def new_invitation_key(invitation_id: UUID) -> str | None:
    """A fresh key for an invitation, in place of any before; None when the invitation is gone."""
    key = new_key()
    found = Invitation.objects.filter(id=invitation_id, expires_at__gt=now())
    return key if found.update(key_hash=key_hash(key)) else None


def _write_invitation(invitation_id: UUID) -> None:
    with transaction.atomic():
        invitation = (
            Invitation.objects.select_related("invited_by")
            .select_for_update(of=("self",))
            .filter(id=invitation_id)
            .first()
        )
        key = new_invitation_key(invitation_id)
        if invitation is None or key is None:
            return
        language = _language(invitation.language)
        by = invitation.invited_by.name if invitation.invited_by else say(_HOUSE, language)
        facts = {"by": by, "email": invitation.email, "name": invitation.name}
        postman().deliver(
            Letter(
                address=invitation.email,
                name=invitation.name,
                language=language,
                subject=_said(_INVITED, language, facts),
                paragraphs=tuple(
                    _said(text, language, facts) for text in (_HELLO, _INVITED_TEXT, _INVITED_END)
                ),
                button=say(_ACCEPT, language),
                link=link_of("accept", key),
            )
        )
        Invitation.objects.filter(id=invitation_id).update(sent_at=now())


def _write_reset(user_id: UUID) -> None:
    at = now()
    with transaction.atomic():
        user = next(iter(locked_users([user_id])), None)
        if user is None or not user.is_active or refuses_reset(user_id):
            return
        if ResetLink.objects.filter(user=user, created_at__gt=at - RESET_AGAIN_AFTER).exists():
            return
        key = new_key()
        ResetLink.objects.update_or_create(
            user=user,
            defaults={
                "email": user.email,
                "key_hash": key_hash(key),
                "created_at": at,
                "expires_at": at + RESET_FOR,
            },
        )
        language = _language(user.language)
        facts = {"email": user.email, "name": str(user)}
        postman().deliver(
            Letter(
                address=user.email,
                name=user.name,
                language=language,
                subject=say(_RESET, language),
                paragraphs=tuple(
                    _said(text, language, facts) for text in (_HELLO, _RESET_TEXT, _RESET_END)
                ),
                button=say(_CHOOSE, language),
                link=link_of("reset", key),
            )
        )


def _write_news(errand: str, user_id: UUID, address: str) -> None:
    """No key in it: the link leads to a page one must be signed in for."""
    user = User.objects.filter(id=user_id, is_active=True).first()
    if user is None:
        return
    subject, text = _NEWS[errand]
    language, address = _language(user.language), address or user.email
    facts = {"email": address, "name": str(user)}
    postman().deliver(
        Letter(
            address=address,
            name=user.name,
            language=language,
            subject=say(subject, language),
            paragraphs=tuple(_said(one, language, facts) for one in (_HELLO, text, _NEWS_END)),
            button=say(_LOOK, language),
            link=f"{settings.ZHIKE_BASE_URL}/settings/security",
        )
    )


def _language(stored: str) -> Language:
    return "en" if stored == "en" else "zh-CN"


def _said(text: Text, language: Language, facts: dict[str, str]) -> str:
    return say(filled(text, facts), language)
