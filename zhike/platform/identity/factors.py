"""Which second factors a person has, and which of them may answer."""

import base64
import secrets
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

import pyotp
from pyotp.exceptions import OTPVerificationError

from zhike.kit.clock import now
from zhike.platform.identity.models import Passkey, RecoveryCode, TotpFactor
from zhike.platform.identity.sealing import Unreadable, keyed_hash, unseal

Method = Literal["password", "totp", "passkey", "recovery"]
RECOVERY_CODES: Final = 10
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike on paper
_SEED_BYTES: Final = 20
SEED: Final = "totp"


@dataclass(frozen=True, slots=True)
class Factors:
    """A person's second factors. Recovery codes help only where one of the others exists."""

    totp: bool
    passkeys: tuple[Passkey, ...]
    recovery_left: int

    @property
    def any(self) -> bool:
        """Whether signing in takes a second step."""
        return self.totp or bool(self.passkeys)

    @property
    def methods(self) -> tuple[Method, ...]:
        """The ways the second step can be answered, best first."""
        if not self.any:
            return ()
        found: list[Method] = []
        if self.passkeys:
            found.append("passkey")
        if self.totp:
            found.append("totp")
        if self.recovery_left:
            found.append("recovery")
        return tuple(found)


def factors_of(user_id: UUID) -> Factors:
    """What a person has now. Three statements."""
    return Factors(
        totp=TotpFactor.objects.filter(user_id=user_id, confirmed_at__isnull=False).exists(),
        passkeys=tuple(Passkey.objects.filter(user_id=user_id).order_by("created_at")),
        recovery_left=RecoveryCode.objects.filter(user_id=user_id, used_at__isnull=True).count(),
    )


def new_seed() -> bytes:
    """160 random bits, as authenticator apps expect."""
    return secrets.token_bytes(_SEED_BYTES)


def authenticator(seed: bytes) -> pyotp.TOTP:
    """The codes of a seed: six digits, each for 30 seconds."""
    return pyotp.TOTP(base64.b32encode(seed).decode())


def step_of(factor: TotpFactor, code: str) -> int | None:
    """The number of the half minute whose code this is, of the present one and its neighbours; None for none.

    A seed that cannot be read any more has no codes.
    """
    try:
        seed = unseal(bytes(factor.sealed_seed), SEED, factor.user_id.bytes)
        return authenticator(seed).verify_and_get_timecode(
            code.strip().replace(" ", ""), for_time=now(), valid_window=1
        )
    except (OTPVerificationError, Unreadable):
        return None


def new_recovery_codes() -> list[str]:
    """Ten codes of 49 bits, written in two groups of five letters."""
    return [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(2))
        for _ in range(RECOVERY_CODES)
    ]


def recovery_hash(user_id: UUID, code: str) -> str:
    """What is stored of a recovery code, however it was typed."""
    typed = "".join(letter for letter in code.lower() if letter in _LETTERS)
    return keyed_hash(f"{user_id}:{typed}", "recovery")
