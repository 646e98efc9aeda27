"""Whether an answer is what it says: of this provider, for us, for a question of ours, and not too old."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography.x509 import Certificate
from lxml.etree import _Element as Element

from zhike.kit.clock import now
from zhike.kit.language import Text
from zhike.platform.identity.providers.kinds.saml.distrust import Distrust, StatusIs
from zhike.platform.identity.providers.kinds.saml.documents import only, parsed, text_of
from zhike.platform.identity.providers.kinds.saml.names import saml, samlp
from zhike.platform.identity.providers.kinds.saml.signatures import SHAPE, signed_assertion

SKEW: Final = timedelta(seconds=60)
QUESTION: Final = "_"
"""What a question's id begins with: a name in XML begins with no digit."""
_BEARER: Final = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
_STATUS: Final = "urn:oasis:names:tc:SAML:2.0:status:"
_KNOWN_CONDITIONS: Final = frozenset(
    saml(name) for name in ("AudienceRestriction", "OneTimeUse", "ProxyRestriction")
)
_LAST: Final = datetime.max.replace(tzinfo=UTC)
_MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,20})?(Z|\+00:00)")
_CODE: Final = re.compile(r"[A-Za-z]{1,60}")
ISSUER: Final = Text("somebody else issued it", "签发者不符")
AUDIENCE: Final = Text("it is meant for another application", "并非签发给本应用")
PLACE: Final = Text("it was sent to another address", "发送地址不符")
UNASKED: Final = Text(
    "nobody here asked for it; begin on Zhike's own sign-in page",
    "并非由知客发起的登录，请从知客登录页开始",
)
OTHER: Final = Text("it answers another question", "并非本次登录的响应")
TIME: Final = Text("it is out of date; compare the clocks", "已过期，请检查双方时钟")


@dataclass(frozen=True, slots=True)
class Expected:
    """What the answer must say: who issued it, for whom, sent where."""

    issuer: str
    audience: str
    place: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that is right in itself: the signed assertion, the nonce of the question, and when it ends."""

    assertion: Element
    nonce: str
    until: datetime


def judged(raw: bytes, expected: Expected, certificates: Sequence[Certificate]) -> Answer:
    """The answer, or the first thing that is wrong with it. Raises Distrust, StatusIs."""
    response = parsed(raw)
    if response.tag != samlp("Response") or response.get("Version") != "2.0":
        raise Distrust(SHAPE)
    _require_success(response)
    if response.get("Destination") != expected.place:
        raise Distrust(PLACE)
    question = _question(response.get("InResponseTo"))
    issuer = response.find(saml("Issuer"))
    if issuer is not None and text_of(issuer) != expected.issuer:
        raise Distrust(ISSUER)
    assertion = signed_assertion(response, certificates)
    if assertion.get("Version") != "2.0":
        raise Distrust(SHAPE)
    if text_of(only(assertion, saml("Issuer"))) != expected.issuer:
        raise Distrust(ISSUER)
    ends = [
        _confirmed(assertion, expected, question),
        *_conditions_end(assertion, expected),
        *_session_ends(assertion),
    ]
    if _moment(assertion.get("IssueInstant")) > now() + SKEW:
        raise Distrust(TIME)
    until = min(ends)
    return Answer(assertion, question.removeprefix(QUESTION), until + min(SKEW, _LAST - until))


def _require_success(response: Element) -> None:
    """The outer code says whose fault it is, the inner one what it is."""
    status = only(response, samlp("Status"))
    code = None if status is None else only(status, samlp("StatusCode"))
    if code is None:
        raise Distrust(SHAPE)
    if code.get("Value") == f"{_STATUS}Success":
        return
    told = [one.get("Value", "").removeprefix(_STATUS) for one in code.iter(samlp("StatusCode"))]
    raise StatusIs(" ".join(one for one in told[:2] if _CODE.fullmatch(one)))


def _question(answered: str | None) -> str:
    """The id of the question. Nobody is signed in by an answer to none."""
    if not answered:
        raise Distrust(UNASKED)
    if not answered.startswith(QUESTION):
        raise Distrust(OTHER)
    return answered


def _confirmed(assertion: Element, expected: Expected, question: str) -> datetime:
    """Whoever brings it is the person it speaks of, here, for this question, until then."""
    subject = only(assertion, saml("Subject"))
    confirmation = None if subject is None else only(subject, saml("SubjectConfirmation"))
    data = None if confirmation is None else only(confirmation, saml("SubjectConfirmationData"))
    if confirmation is None or data is None or confirmation.get("Method") != _BEARER:
        raise Distrust(SHAPE)
    if data.get("Recipient") != expected.place:
        raise Distrust(PLACE)
    if data.get("InResponseTo") != question:
        raise Distrust(OTHER)
    _require_begun(data)
    return _still_good(data.get("NotOnOrAfter"))


def _conditions_end(assertion: Element, expected: Expected) -> list[datetime]:
    """For us, and now; a condition nobody here knows is not met."""
    conditions = only(assertion, saml("Conditions"))
    if conditions is None or any(one.tag not in _KNOWN_CONDITIONS for one in conditions):
        raise Distrust(SHAPE)
    audiences = [
        [text_of(one) for one in restriction.findall(saml("Audience"))]
        for restriction in conditions.findall(saml("AudienceRestriction"))
    ]
    if not audiences or any(expected.audience not in named for named in audiences):
        raise Distrust(AUDIENCE)
    _require_begun(conditions)
    ends = conditions.get("NotOnOrAfter")
    return [] if ends is None else [_still_good(ends)]


def _session_ends(assertion: Element) -> list[datetime]:
    """They signed in there; what only says something else of them signs nobody in here."""
    statements = assertion.findall(saml("AuthnStatement"))
    if not statements:
        raise Distrust(SHAPE)
    ends = [one.get("SessionNotOnOrAfter") for one in statements]
    return [_still_good(one) for one in ends if one is not None]


def _require_begun(element: Element) -> None:
    begins = element.get("NotBefore")
    if begins is not None and _moment(begins) > now() + SKEW:
        raise Distrust(TIME)


def _still_good(ends: str | None) -> datetime:
    moment = _moment(ends)
    if moment <= now() - SKEW:
        raise Distrust(TIME)
    return moment


def _moment(text: str | None) -> datetime:
    found = _MOMENT.fullmatch(text or "")
    try:
        return datetime.fromisoformat(f"{found[1]}+00:00" if found else "")
    except ValueError as error:
        raise Distrust(TIME) from error
