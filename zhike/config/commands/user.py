"""`zhike user …`: make a person, give a new password, make a token; for the operator at the machine."""

import argparse
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

from zhike.config.refusal import Refusal

if TYPE_CHECKING:
    from zhike.platform.identity.models import User

SUMMARY = (
    "people: create EMAIL --role ROLE, password EMAIL, token EMAIL, factors EMAIL, open-networks,"
    " open-passwords"
)
ROLES = ("administrator", "manager", "member", "read_only")


def arguments(parser: argparse.ArgumentParser) -> None:
    """`create`, `password`, `token`, `factors`, `open-networks` and `open-passwords`."""
    parts = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    create = parts.add_parser("create", help="make a person; prints a generated password")
    create.add_argument("email")
    create.add_argument("--role", choices=ROLES, default="member")
    create.add_argument("--name", default="")
    password = parts.add_parser("password", help="give a new password; ends the person's sessions")
    password.add_argument("email")
    for part in (create, password):
        part.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input"
        )
    token = parts.add_parser("token", help="make a token for programs; printed as the last line")
    token.add_argument("email")
    token.add_argument("--name", default="command line")
    token.add_argument(
        "--scope",
        action="append",
        default=[],
        help="what it may do at most: read, admin, scim, contact:view; may be repeated (default: full)",
    )
    token.add_argument("--days", type=int, default=365, help="days until it ends; 0 is never")
    factors = parts.add_parser("factors", help="remove a person's app, passkeys and recovery codes")
    factors.add_argument("email")
    parts.add_parser("open-networks", help="let everybody in from every network again")
    parts.add_parser("open-passwords", help="let everybody sign in with a password again")


def run(args: argparse.Namespace) -> int:
    """Do the verb."""
    from zhike.config.installation import installation

    with installation():
        {
            "create": _create,
            "password": _password,
            "token": _token,
            "factors": _factors,
            "open-networks": _open_networks,
            "open-passwords": _open_passwords,
        }[args.verb](args)
    return 0


def _given_password(args: argparse.Namespace) -> str | None:
    return sys.stdin.readline().rstrip("\n") if args.password_stdin else None


def _create(args: argparse.Namespace) -> None:
    from zhike.config.people import make_user

    given = _given_password(args)
    password = make_user(args.email, args.role, name=args.name, password=given)
    print(f"{args.email} can sign in now.")
    if given is None:
        print(f"Password (shown once): {password}")


def _password(args: argparse.Namespace) -> None:
    from zhike.config.people import new_password
    from zhike.platform.identity.actions import set_password
    from zhike.platform.identity.actor import OPERATOR

    given = _given_password(args)
    password = given or new_password()
    set_password(OPERATOR, _person(args.email).id, password)
    print(f"{args.email} has a new password.")
    if given is None:
        print(f"Password (shown once): {password}")


def _token(args: argparse.Namespace) -> None:
    from zhike.kit.clock import now
    from zhike.platform.identity.actor import OPERATOR
    from zhike.platform.identity.scopes import FULL
    from zhike.platform.identity.token_actions import create_token

    _, token = create_token(
        OPERATOR,
        user_id=_person(args.email).id,
        name=args.name,
        scopes=args.scope or [FULL],
        expires_at=now() + timedelta(days=args.days) if args.days > 0 else None,
    )
    print("Token (shown once):")
    print(token)


def _factors(args: argparse.Namespace) -> None:
    from zhike.platform.identity.actor import OPERATOR
    from zhike.platform.identity.factor_actions import reset_factors

    reset_factors(OPERATOR, _person(args.email).id)
    print(f"{args.email} signs in with the password alone and is signed out everywhere.")


def _open_networks(_args: argparse.Namespace) -> None:
    from zhike.platform.identity.actor import OPERATOR
    from zhike.platform.identity.security_actions import change_security

    change_security(OPERATOR, {"networks": []}, address=None)
    print("Every network is allowed again.")


def _open_passwords(_args: argparse.Namespace) -> None:
    from zhike.platform.identity.actor import OPERATOR
    from zhike.platform.identity.security_actions import change_security

    change_security(OPERATOR, {"provider_only": False}, address=None)
    print("Everybody may sign in with passwords and passkeys again.")


def _person(email: str) -> "User":
    from zhike.platform.identity.models import User

    found = User.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise Refusal("Nobody has the address {email}.", "没有邮箱为 {email} 的用户。", email=email)
    return found
