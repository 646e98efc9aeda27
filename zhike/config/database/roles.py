"""The three roles and what each may do.

The owner makes tables, the app reads and writes rows and can create nothing, the report role only reads, not
everything, and not for long.
"""

from dataclasses import dataclass

import psycopg
from psycopg import sql

from zhike.config.connections import Account

REPORT_TIMEOUT = "60s"
_PRIVATE_TABLES = "identity\\_%"
"""Tables with password hashes and tokens: no report may read them."""
_APPEND_ONLY_TABLES = ("changes\\_change%", "consent\\_consent")
"""The change log with its partitions and the ledger of consents: the application only ever adds rows."""


@dataclass(frozen=True, slots=True)
class Roles:
    """The accounts of one database."""

    owner: Account
    app: Account
    report: Account


def make_login(connection: psycopg.Connection, account: Account) -> None:
    """Create the role or set its password again; it may sign in and nothing else."""
    known = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [account.user]).fetchone()
    verb = sql.SQL("CREATE" if known is None else "ALTER")
    connection.execute(
        sql.SQL("{} ROLE {} LOGIN NOCREATEDB NOCREATEROLE INHERIT PASSWORD {}").format(
            verb, sql.Identifier(account.user), sql.Literal(account.password)
        )
    )


def make_database(connection: psycopg.Connection, name: str, owner: str) -> None:
    """Create the database unless it is there. `connection` must be in autocommit."""
    if connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(
                sql.Identifier(name), sql.Identifier(owner)
            )
        )


def drop_database(connection: psycopg.Connection, name: str) -> None:
    """Remove the database with everything in it, ending whoever is connected."""
    connection.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    )


def grant(connection: psycopg.Connection, roles: Roles) -> None:
    """Give the roles their rights in the connected database, now and for tables the owner makes later.

    Safe to repeat. `connection` belongs to the owner or a superuser.
    """
    names = {
        "owner": sql.Identifier(roles.owner.user),
        "app": sql.Identifier(roles.app.user),
        "report": sql.Identifier(roles.report.user),
        "database": sql.Identifier(connection.info.dbname),
    }
    for statement in (
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {app}",
        "GRANT CONNECT ON DATABASE {database} TO {report}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {app}, {report}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app}",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO {report}",
        (
            "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
            " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}"
        ),
        (
            "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
            " GRANT USAGE, SELECT ON SEQUENCES TO {app}"
        ),
        (
            "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
            " GRANT SELECT ON TABLES TO {report}"
        ),
    ):
        connection.execute(sql.SQL(statement).format(**names))
    protect(connection, roles)


def protect(connection: psycopg.Connection, roles: Roles) -> None:
    """Take back what the general grants give too much of; repeated after every migration.

    Reports never see the secrets' tables, and the app only ever adds to the change log and the ledger of consents.
    """
    app, report = sql.Identifier(roles.app.user), sql.Identifier(roles.report.user)
    for table in _tables_like(connection, _PRIVATE_TABLES):
        connection.execute(
            sql.SQL("REVOKE ALL ON TABLE {} FROM {}").format(sql.Identifier(table), report)
        )
    for pattern in _APPEND_ONLY_TABLES:
        for table in _tables_like(connection, pattern):
            connection.execute(
                sql.SQL("REVOKE UPDATE, DELETE ON TABLE {} FROM {}").format(
                    sql.Identifier(table), app
                )
            )


def limit_report(connection: psycopg.Connection, report: Account) -> None:
    """Make the report role read-only and bounded in time, whoever uses it."""
    for setting, value in (
        ("default_transaction_read_only", "on"),
        ("statement_timeout", REPORT_TIMEOUT),
    ):
        connection.execute(
            sql.SQL("ALTER ROLE {} SET {} = {}").format(
                sql.Identifier(report.user), sql.Identifier(setting), sql.Literal(value)
            )
        )


def _tables_like(connection: psycopg.Connection, pattern: str) -> list[str]:
    rows = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE %s",
        [pattern],
    ).fetchall()
    return [row[0] for row in rows]
