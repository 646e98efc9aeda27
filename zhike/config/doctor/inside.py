"""Checks that ask the database and the neighbours: roles, migrations, worker, live updates, mail. Needs Django."""

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from zhike.config import readiness
from zhike.config.doctor.finding import Check, Finding, judge
from zhike.platform.changes.consumers import Failing, failing_consumers

OLDEST = 150000


def checks() -> list[Check]:
    """In the order they are shown."""
    return [
        _version,
        _app_role,
        _report_role,
        _migrations,
        _worker,
        _consumers,
        _live,
        _mail,
        _failed_jobs,
    ]


def _one(statement: str, alias: str = "default") -> object:
    with connections[alias].cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return row[0]


def _version() -> Finding:
    return judge(
        bool(_one(f"SELECT current_setting('server_version_num')::int >= {OLDEST}")),
        ("database", "数据库"),
        f"PostgreSQL {_one('SHOW server_version')}",
        ("move to PostgreSQL 15 or newer", "请升级到 PostgreSQL 15 或更高版本"),
    )


def _app_role() -> Finding:
    limited = _one(
        "SELECT NOT rolsuper AND NOT has_schema_privilege(current_user, 'public', 'CREATE')"
        " FROM pg_roles WHERE rolname = current_user"
    )
    return judge(
        bool(limited),
        ("rights of the web's role", "网页数据库角色的权限"),
        _one("SELECT current_user"),
        (
            "make a role that may not create tables and name it in DATABASE_APP_URL",
            "请创建一个不能建表的角色，并在 DATABASE_APP_URL 中指定",
        ),
        bad="warning",
    )


def _report_role() -> Finding:
    exposed = _one(
        "SELECT count(*) FROM pg_tables t, pg_roles r WHERE t.schemaname = 'public'"
        " AND t.tablename LIKE 'identity\\_%' AND r.rolname LIKE '%\\_report'"
        " AND has_table_privilege(r.oid, format('%I.%I', t.schemaname, t.tablename)::regclass, 'SELECT')"
    )
    return judge(
        exposed == 0,
        ("rights of the report role", "报表数据库角色的权限"),
        "no secrets" if exposed == 0 else f"{exposed} secret tables readable",
        ("run `zhike migrate`", "请运行 zhike migrate"),
    )


def _migrations() -> Finding:
    executor = MigrationExecutor(connections["default"])
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return judge(
        waiting == 0,
        ("tables", "数据表"),
        "up to date" if waiting == 0 else f"{waiting} steps behind",
        ("run `zhike migrate`", "请运行 zhike migrate"),
    )


def _worker() -> Finding:
    present = readiness.look()["worker"]
    return judge(
        present,
        ("worker", "后台任务进程"),
        "running" if present else "not running",
        (
            "start `zhike run`, or `zhike worker` on another machine",
            "请启动 zhike run，或在其他机器上启动 zhike worker",
        ),
        bad="warning",
    )


def _consumers() -> Finding:
    failing = failing_consumers()
    return judge(
        not failing,
        ("readers of the change log", "变更日志的读取者"),
        "; ".join(map(_said, failing)) or "all told",
        (
            "they try again by themselves and lose nothing; correct what the error names and restart `zhike run`",
            "系统会自动重试且不会丢失变更；请按错误提示修正后重启 zhike run",
        ),
    )


def _said(found: Failing) -> str:
    since = f", waiting since {found.since:%Y-%m-%d %H:%M} UTC" if found.since else ""
    error = found.error.splitlines()[0]
    return f"{found.name}: {error} (failed {found.failures} times{since})"


def _live() -> Finding:
    answers = readiness.live_answers()
    return judge(
        answers,
        ("live updates", "实时更新"),
        f"port {settings.ZHIKE_LIVE_PORT}",
        ("start `zhike run`", "请启动 zhike run"),
        bad="warning",
    )


def _mail() -> Finding:
    url = urlsplit(settings.ZHIKE_SMTP_URL)
    what = ("mail", "邮件")
    if not url.hostname:
        return judge(
            False,
            what,
            "not set up",
            (
                "set ZHIKE_SMTP_URL=smtp://user:password@host:587",
                "请设置 ZHIKE_SMTP_URL=smtp://用户:密码@主机:587",
            ),
            bad="warning",
        )
    seen = f"{url.hostname}:{url.port or 25}"
    try:
        secure = url.scheme == "smtps"
        kind = smtplib.SMTP_SSL if secure else smtplib.SMTP
        with kind(url.hostname, url.port or (465 if secure else 25), timeout=5) as server:
            reachable = server.noop()[0] == 250
    except (OSError, smtplib.SMTPException) as error:
        reachable, seen = False, f"{seen}: {error}"
    return judge(
        reachable,
        what,
        seen,
        (
            "correct ZHIKE_SMTP_URL, or start the mail server",
            "请检查 ZHIKE_SMTP_URL 或启动邮件服务器",
        ),
    )


def _failed_jobs() -> Finding:
    failed = _one("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
    return judge(
        failed == 0,
        ("failed jobs", "失败的任务"),
        failed,
        (
            "look at them: zhike manage procrastinate shell",
            "查看：zhike manage procrastinate shell",
        ),
        bad="warning",
    )
