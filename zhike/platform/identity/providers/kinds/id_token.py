"""Whether an ID token is what it says: signed by the provider, for us, for this very question, and not too old."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeGuard

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact

from zhike.kit.clock import now
from zhike.kit.language import Text
from zhike.platform.identity.providers.errors import AnswerNotTrusted
from zhike.platform.identity.providers.kinds.kind import SUBJECT_LONGEST

ALGORITHMS: Final = [
    *("RS256", "RS384", "RS512"),
    *("PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512"),
]
"""Only signatures with a public key: `none` is no signature, and a shared secret could be the public key itself."""
SKEW: Final = 60
_SIGNATURE: Final = Text("its signature is not right", "签名不正确")
_ISSUER: Final = Text("somebody else issued it", "签发者不符")
_AUDIENCE: Final = Text("it is meant for another application", "并非签发给本应用")
_NONCE: Final = Text("it answers another question", "并非本次登录的响应")
_TIME: Final = Text("it is out of date; compare the clocks", "已过期，请检查双方时钟")
_SUBJECT: Final = Text("it names nobody", "没有指明用户")


@dataclass(frozen=True, slots=True)
class Expected:
    """What the token must say."""

    provider: str
    issuer: str
    client_id: str
    nonce: str


def checked(
    token: str, expected: Expected, keys_for: Callable[[str | None], KeySet]
) -> dict[str, Any]:
    """The claims of the token. Raises AnswerNotTrusted with the first thing that is wrong."""

    def refuse(why: Text) -> AnswerNotTrusted:
        return AnswerNotTrusted(provider=expected.provider, why=why)

    try:
        header = extract_compact(token.encode()).headers()
        kid = header.get("kid")
        if header.get("alg") not in ALGORITHMS or not isinstance(kid, str | None):
            raise refuse(_SIGNATURE)
        said = jwt.decode(token, keys_for(kid), algorithms=ALGORITHMS).claims
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise refuse(_SIGNATURE) from error
    audience = said.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    party = said.get("azp", None if len(audiences) > 1 else expected.client_id)
    if said.get("iss") != expected.issuer:
        raise refuse(_ISSUER)
    if expected.client_id not in audiences or party != expected.client_id:
        raise refuse(_AUDIENCE)
    if not _in_time(said):
        raise refuse(_TIME)
    nonce = said.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(
        nonce.encode(), expected.nonce.encode()
    ):
        raise refuse(_NONCE)
    subject = said.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= SUBJECT_LONGEST:
        raise refuse(_SUBJECT)
    return dict(said)


def _in_time(said: Mapping[str, Any]) -> bool:
    at = now().timestamp()
    ends, made, begins = said.get("exp"), said.get("iat"), said.get("nbf", 0)
    return (
        _is_time(ends)
        and _is_time(made)
        and _is_time(begins)
        and ends > at - SKEW
        and made < at + SKEW
        and begins < at + SKEW
    )


def _is_time(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
