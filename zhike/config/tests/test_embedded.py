"""The database that comes along: who may in, what survives, and the one sentence for each thing that stops it."""

import os
import pwd
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from zhike.config import connections
from zhike.config.connections import Account, Connections
from zhike.config.database.prepare import open_home, start_embedded
from zhike.config.embedded import cluster
from zhike.config.embedded.lock import HomeLock
from zhike.config.embedded.os_user import OsUser, database_user, may_enter
from zhike.config.embedded.places import Places, socket_folder
from zhike.config.embedded.server import Server
from zhike.config.home import MIGRATED
from zhike.config.refusal import Refusal
from zhike.config.supervisor.run import Copy

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose cluster was made once; every test leaves it stopped."""
    found = tmp_path_factory.mktemp("home")
    open_home(found)
    start_embedded(found, throwaway=True).stop()
    return found


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    started = start_embedded(home, throwaway=True)
    yield started
    started.stop()


def accounts(home: Path) -> Connections:
    found = connections.load(home)
    assert found is not None
    return found


def connect(found: Connections, account: Account) -> psycopg.Connection:
    return psycopg.connect(**found.dsn(account), autocommit=True, connect_timeout=5)


def test_two_first_starts_at_once_make_one_user(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = tmp_path / "made"
    useradd = tmp_path / "useradd"
    useradd.write_text(f"#!/bin/sh\nsleep 0.3\necho made >> {made}\n")
    useradd.chmod(0o755)
    known = pwd.getpwnam("nobody")

    def getpwnam(name: str) -> pwd.struct_passwd:
        if not made.exists():
            raise KeyError(name)
        return known

    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(pwd, "getpwnam", getpwnam)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with ThreadPoolExecutor(2) as pool:
        users = list(pool.map(database_user, [tmp_path / "one", tmp_path / "two"]))
    assert users == [OsUser(known.pw_name, known.pw_uid, known.pw_gid)] * 2
    assert made.read_text() == "made\n"


def test_nobody_enters_without_the_right_password(home: Path, server: Server) -> None:
    found = accounts(home)
    for user in (found.owner.user, found.app.user, cluster.SUPERUSER, "postgres"):
        for password in ("", "wrong"):
            with pytest.raises(psycopg.OperationalError, match="password"):
                connect(found, Account(user, password))


def test_there_is_a_private_socket_and_no_port(home: Path, server: Server) -> None:
    assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / connections.FILE).stat().st_mode) == 0o600
    with server.connect("postgres") as connection:
        row = connection.execute("SHOW listen_addresses").fetchone()
    assert row == ("",)


def test_the_server_does_not_run_as_root(server: Server) -> None:
    assert server.pid is not None
    status = Path(f"/proc/{server.pid}/status").read_text()
    uids = next(line for line in status.splitlines() if line.startswith("Uid:")).split()[1:]
    assert "0" not in uids


def test_each_role_may_do_its_part_only(home: Path, server: Server) -> None:
    found = accounts(home)
    with connect(found, found.owner) as owner:
        owner.execute("DROP TABLE IF EXISTS part")
        owner.execute("CREATE TABLE part (id int)")
    with connect(found, found.app) as app:
        app.execute("INSERT INTO part VALUES (1)")
        for forbidden in (
            "CREATE TABLE other (id int)",
            "ALTER TABLE part ADD COLUMN x int",
            "TRUNCATE part",
            "COPY part TO PROGRAM 'cat'",
            "CREATE ROLE intruder",
            "SET ROLE zhike_owner",
        ):
            with pytest.raises(psycopg.Error):
                app.execute(forbidden)
    with connect(found, found.report) as report:
        assert report.execute("SELECT id FROM part").fetchone() == (1,)
        assert report.execute("SHOW statement_timeout").fetchone() == ("1min",)
        report.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            report.execute("INSERT INTO part VALUES (2)")


def test_a_killed_server_recovers_and_says_so(home: Path) -> None:
    started = start_embedded(home)
    found = accounts(home)
    with connect(found, found.owner) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS kept (id int)")
        owner.execute("INSERT INTO kept VALUES (7)")
    assert started.pid is not None
    os.kill(started.pid, signal.SIGKILL)
    again = start_embedded(home)
    try:
        assert again.recovered
        with connect(found, found.app) as app:
            row = app.execute("SELECT count(*) > 0 FROM kept").fetchone()
        assert row == (True,)
    finally:
        again.stop()
    clean = start_embedded(home)
    clean.stop()
    assert not clean.recovered


def test_a_server_that_outlived_its_starter_is_replaced(home: Path) -> None:
    leftover = start_embedded(home, throwaway=True)
    again = start_embedded(home, throwaway=True)
    try:
        assert again.recovered
        assert not leftover.running()
    finally:
        again.stop()


def test_a_pid_file_whose_number_went_to_another_program_is_no_obstacle(home: Path) -> None:
    pid_file = Places(home).data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{Places(home).data}\n0\n5432\n\n\n0 0\nready\n")
    start_embedded(home, throwaway=True).stop()


def test_a_second_start_is_refused_with_the_holders_number(home: Path) -> None:
    code = (
        "import sys, pathlib\n"
        "from zhike.config.embedded.lock import HomeLock\n"
        "HomeLock(pathlib.Path(sys.argv[1])).require(port=1)\n"
        "print('held', flush=True)\nsys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(Places(home).lock)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Refusal, match=rf"already running on .* \(process {holder.pid}\)"):
            HomeLock(Places(home).lock).require()
        holder.kill()
    freed = HomeLock(Places(home).lock)
    freed.require()
    freed.release()


def test_data_of_a_newer_version_are_left_alone(home: Path) -> None:
    version = Places(home).data / "PG_VERSION"
    own = version.read_text()
    version.write_text("99\n")
    try:
        with pytest.raises(Refusal, match="written by PostgreSQL 99, newer than the 18"):
            start_embedded(home)
    finally:
        version.write_text(own)


def test_a_full_disk_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ENOUGH_SPACE", 1 << 60)
    with pytest.raises(Refusal, match=r"The disk that holds .* is full"):
        start_embedded(home)
    with pytest.raises(Refusal, match="is full"):
        cluster.explain("FATAL: could not write lock file: No space left on device", home)


@pytest.mark.parametrize("place", ["/proc/zhike", "/dev/null/zhike"])
def test_a_home_that_cannot_be_written_is_named(place: str) -> None:
    with pytest.raises(Refusal, match=f"{place} cannot be written"):
        open_home(Path(place))


def test_a_first_start_that_was_interrupted_leaves_nothing_half_made(tmp_path: Path) -> None:
    open_home(tmp_path)
    half = tmp_path / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    started = start_embedded(tmp_path, throwaway=True)
    started.stop()
    assert not half.exists()


def test_a_long_home_gets_a_short_socket(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 120)
    long.mkdir()
    folder = socket_folder(long, None)
    assert len(os.fsencode(folder)) < 90
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    folder.rmdir()


def test_a_socket_folder_of_somebody_else_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    (tmp_path / "run").mkdir()
    with pytest.raises(Refusal, match="belongs to somebody else"):
        socket_folder(tmp_path, None)


def test_a_private_folder_is_closed_to_other_users(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    stranger = OsUser("stranger", 54321, 54321)
    assert not may_enter(tmp_path, stranger)


def test_the_demo_keeps_apart_from_real_data(tmp_path: Path) -> None:
    copy = Copy(tmp_path, demo=True)
    copy._keep_demo_apart()
    (tmp_path / MIGRATED).write_text("0123 demo")
    copy._keep_demo_apart()
    (tmp_path / MIGRATED).write_text("0123")
    with pytest.raises(Refusal, match="holds an installation of your own"):
        copy._keep_demo_apart()


def test_a_database_can_be_begun_anew(home: Path) -> None:
    started = start_embedded(home, throwaway=True)
    found = accounts(home)
    with connect(found, found.owner) as owner:
        owner.execute("CREATE TABLE half_made (id int)")
    started.stop()
    again = start_embedded(home, throwaway=True, anew=True)
    try:
        with connect(found, found.app) as app:
            assert app.execute("SELECT to_regclass('half_made')").fetchone() == (None,)
    finally:
        again.stop()
