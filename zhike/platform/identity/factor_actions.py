"""Setting up, using and removing second factors. Each writes its change row in the same transaction."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from zhike.kit.clock import now
from zhike.kit.errors import NotFound
from zhike.platform.identity import passkeys
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.errors import (
    LastFactor,
    NotEnrolling,
    PasskeyRefused,
    WrongCode,
)
from zhike.platform.identity.factors import (
    SEED,
    Factors,
    factors_of,
    new_recovery_codes,
    new_seed,
    recovery_hash,
    step_of,
)
from zhike.platform.identity.gate import must_have_factor
from zhike.platform.identity.letter_actions import (
    NEWS_FACTOR_ADDED,
    NEWS_FACTOR_REMOVED,
    NEWS_RECOVERY,
)
from zhike.platform.identity.locks import locked_user
from zhike.platform.identity.models import (
    Passkey,
    RecoveryCode,
    Session,
    TotpFactor,
    WorkspaceSecurity,
)
from zhike.platform.identity.ports import authority, postman, record
from zhike.platform.identity.profile import forget, profile_of
from zhike.platform.identity.sealing import seal


def begin_totp(user_id: UUID) -> bytes:
    """Make a seed to show to an authenticator app, in place of any other not yet confirmed.

    Raises NotEnrolling where an app is set up already.
    """
    seed = new_seed()
    with transaction.atomic():
        locked_user(user_id)
        if TotpFactor.objects.filter(user_id=user_id, confirmed_at__isnull=False).exists():
            raise NotEnrolling
        TotpFactor.objects.update_or_create(
            user_id=user_id,
            defaults={
                "sealed_seed": seal(seed, SEED, user_id.bytes),
                "created_at": now(),
                "confirmed_at": None,
                "last_step": 0,
            },
        )
    return seed


def confirm_totp(actor: Actor, user_id: UUID, code: str, *, session_id: UUID | None) -> list[str]:
    """Take the app into use once it has shown a right code; returns recovery codes where there were none.

    Raises NotEnrolling, WrongCode.
    """
    with transaction.atomic():
        locked_user(user_id)
        factor = TotpFactor.objects.filter(user_id=user_id, confirmed_at__isnull=True).first()
        if factor is None:
            raise NotEnrolling
        step = step_of(factor, code)
        if step is None:
            raise WrongCode
        before = factors_of(user_id)
        factor.confirmed_at, factor.last_step = now(), step
        factor.save(update_fields=["confirmed_at", "last_step"])
        record(actor, "user", user_id, "add-factor", {}, {"factor": "totp"})
        return _factor_added(actor, user_id, before, session_id)


def add_passkey(
    actor: Actor,
    user_id: UUID,
    credential: Mapping[str, Any],
    token: str,
    *,
    name: str,
    session_id: UUID | None,
    purpose: str,
) -> list[str]:
    """Keep a passkey the browser made; returns recovery codes where there were none.

    Raises PasskeyRefused, StartAgain.
    """
    made = passkeys.registered(credential, token, purpose=purpose)
    try:
        with transaction.atomic():
            locked_user(user_id)
            before = factors_of(user_id)
            passkey = Passkey.objects.create(
                user_id=user_id,
                name=name.strip()[:200],
                credential_id=made.credential_id,
                public_key=made.credential_public_key,
                sign_count=made.sign_count,
                transports=passkeys.transports_of(credential),
                created_at=now(),
            )
            after = {"factor": "passkey", "passkey": str(passkey.id), "name": passkey.name}
            record(actor, "user", user_id, "add-factor", {}, after)
            return _factor_added(actor, user_id, before, session_id)
    except IntegrityError as error:
        raise PasskeyRefused from error


def _factor_added(
    actor: Actor, user_id: UUID, before: Factors, session_id: UUID | None
) -> list[str]:
    """The first factor ends every other session, which was proved without it; this one now has both."""
    forget(user_id)
    postman().ask(NEWS_FACTOR_ADDED, user_id)
    if before.any:
        return []
    kept = [] if session_id is None else [session_id]
    Session.objects.filter(user_id=user_id).exclude(id__in=kept).delete()
    Session.objects.filter(id__in=kept).update(two_factor=True, proved_at=now())
    return renew_recovery_codes(actor, user_id)


def renew_recovery_codes(actor: Actor, user_id: UUID) -> list[str]:
    """Ten new codes in place of the old ones; only their hashes are kept. Raises NotEnrolling without another factor."""
    with transaction.atomic():
        locked_user(user_id)
        if not factors_of(user_id).any:
            raise NotEnrolling
        codes = new_recovery_codes()
        RecoveryCode.objects.filter(user_id=user_id).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(user_id=user_id, code_hash=recovery_hash(user_id, code)) for code in codes
        )
        record(actor, "user", user_id, "renew-recovery-codes")
    return codes


def use_totp(user_id: UUID, code: str) -> bool:
    """Whether this is a code of the person's app that was never used, nor any later one; uses it up."""
    factor = TotpFactor.objects.filter(user_id=user_id, confirmed_at__isnull=False).first()
    step = None if factor is None else step_of(factor, code)
    if step is None:
        return False
    # One statement decides, so that of two requests with one code only one is let in.
    used = TotpFactor.objects.filter(user_id=user_id, last_step__lt=step).update(last_step=step)
    return bool(used)


def use_recovery_code(user_id: UUID, code: str) -> bool:
    """Whether this is one of the person's unused recovery codes; uses it up."""
    unused = RecoveryCode.objects.filter(
        user_id=user_id, code_hash=recovery_hash(user_id, code), used_at__isnull=True
    )
    with transaction.atomic():
        used = bool(unused.update(used_at=now()))
        if used:
            record(Actor(user_id, "web"), "user", user_id, "use-recovery-code")
            postman().ask(NEWS_RECOVERY, user_id)
    return used


def use_passkey(
    credential: Mapping[str, Any], token: str, *, purpose: str, user_id: UUID | None = None
) -> Passkey:
    """The passkey that gave this answer, of `user_id` or, without one, of whoever owns it; its challenge is spent.

    Raises PasskeyRefused, StartAgain.
    """
    passkey = (
        Passkey.objects.select_related("user")
        .filter(credential_id=passkeys.credential_id(credential))
        .first()
    )
    if passkey is None or (user_id is not None and passkey.user_id != user_id):
        raise PasskeyRefused
    judged = passkeys.signed_in(credential, token, passkey, purpose=purpose)
    unchanged = Passkey.objects.filter(id=passkey.id).filter(
        Q(last_used_at__isnull=True)
        if passkey.last_used_at is None
        else Q(last_used_at=passkey.last_used_at)
    )
    if not unchanged.update(last_used_at=now(), sign_count=judged.new_sign_count):
        raise PasskeyRefused
    return passkey


def remove_totp(actor: Actor, user_id: UUID) -> None:
    """Stop asking for codes of the app. Raises LastFactor, NotFound."""
    with transaction.atomic():
        locked_user(user_id)
        gone, _ = TotpFactor.objects.filter(user_id=user_id).delete()
        if not gone:
            raise NotFound
        record(actor, "user", user_id, "remove-factor", {"factor": "totp"})
        _factor_removed(user_id)


def remove_passkey(actor: Actor, user_id: UUID, passkey_id: UUID) -> None:
    """Forget a passkey. Raises LastFactor, NotFound."""
    with transaction.atomic():
        locked_user(user_id)
        passkey = Passkey.objects.filter(id=passkey_id, user_id=user_id).first()
        if passkey is None:
            raise NotFound
        passkey.delete()
        before = {"factor": "passkey", "passkey": str(passkey_id), "name": passkey.name}
        record(actor, "user", user_id, "remove-factor", before)
        _factor_removed(user_id)


def _factor_removed(user_id: UUID) -> None:
    forget(user_id)
    postman().ask(NEWS_FACTOR_REMOVED, user_id)
    if factors_of(user_id).any:
        return
    profile = profile_of(user_id)
    demands = WorkspaceSecurity.objects.first()
    if profile is not None and demands and must_have_factor(profile, demands.two_factor_roles):
        raise LastFactor
    RecoveryCode.objects.filter(user_id=user_id).delete()


def reset_factors(actor: Actor, user_id: UUID) -> None:
    """Take all factors from somebody who lost them, and end their sessions. Raises Forbidden, NotFound."""
    authority().require(actor, "user", "admin")
    with transaction.atomic():
        user = locked_user(user_id)
        for table in (TotpFactor, Passkey, RecoveryCode, Session):
            table.objects.filter(user=user).delete()
        record(actor, "user", user_id, "reset-factors")
        postman().ask(NEWS_FACTOR_REMOVED, user_id)
        forget(user_id)
