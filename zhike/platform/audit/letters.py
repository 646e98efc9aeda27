"""The letter to an administrator about a flag."""

from typing import Final
from uuid import UUID

from django.conf import settings

from zhike.kit.language import Language, Text, filled, say
from zhike.platform.audit.words import FLAGS
from zhike.platform.identity.models import User
from zhike.platform.identity.ports import Letter, postman
from zhike.platform.jobs.queue import job

_SUBJECT: Final = Text("Zhike: {name}: {why}", "知客：{name}：{why}")
_HELLO: Final = Text("Hello {admin},", "{admin}，您好：")
_TEXT: Final = Text(
    "Something about {name} ({email}) is worth a second look: {why}.",
    "{name}（{email}）有需要留意的情况：{why}。",
)
_END: Final = Text(
    "The audit log tells when, and what else they did. If it is not what it should be, disable the person: sessions, tokens and running exports end within seconds.",
    "审计日志中可查看时间和此人的其他操作。如属异常，请停用该人员：其会话、令牌和进行中的导出会在数秒内终止。",
)
_LOOK: Final = Text("Open the audit log", "打开审计日志")


@job(queue="letters", retry=2, name="audit.notify")
def notify(admin: str, person: str, kind: str) -> None:
    """Tell one administrator of a flag."""
    people = {str(one.id): one for one in User.objects.filter(id__in=[admin, person])}
    reader, subject = people.get(admin), people.get(person)
    if reader is None or subject is None or not reader.is_active or not postman().ready:
        return
    language: Language = "en" if reader.language == "en" else "zh-CN"
    facts = {
        "admin": reader.name,
        "name": subject.name,
        "email": subject.email,
        "why": FLAGS[kind],
    }
    postman().deliver(
        Letter(
            address=reader.email,
            name=reader.name,
            language=language,
            subject=say(filled(_SUBJECT, facts), language),
            paragraphs=tuple(say(filled(text, facts), language) for text in (_HELLO, _TEXT, _END)),
            button=say(_LOOK, language),
            link=f"{settings.ZHIKE_BASE_URL}/settings/audit?person={UUID(person)}",
        )
    )
