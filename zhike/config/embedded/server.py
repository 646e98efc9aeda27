"""Start and stop the server process; clean up after whatever ended the last one."""

import contextlib
import signal
import subprocess
import time
from pathlib import Path

import psutil
import psycopg

from zhike.config.embedded import binaries, cluster, places
from zhike.config.embedded.log import Log
from zhike.config.embedded.orphans import die_with_parent
from zhike.config.embedded.os_user import OsUser, database_user
from zhike.config.refusal import Refusal

START_PATIENCE = 60.0  # seconds; recovery after a crash replays at most max_wal_size
LEFTOVER_PATIENCE = 15.0
_LEFTOVERS = ("is still in use", "is already in use", "already exists", "Is another postmaster")


class Server:
    """The server of one home. Whoever makes one must hold the home's lock."""

    def __init__(self, home: Path, password: str, *, throwaway: bool = False) -> None:
        self.places = places.Places(home)
        self.user: OsUser | None = database_user(self.places.data)
        self.socket_folder = places.socket_folder(home, self.user)
        self.recovered = False
        self._password = password
        self._throwaway = throwaway
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Process id of the postmaster started here."""
        return self._process.pid if self._process else None

    def start(self, *, own_group: bool = True) -> None:
        """Return when the server takes connections. Raises `Refusal` with the reason when it cannot."""
        data = self.places.data
        cluster.check_space(self.places.home)
        if not (data / "PG_VERSION").exists():
            cluster.make(data, self._password, self.user, self.socket_folder)
        cluster.check(data)
        self.recovered = self._end_leftover()
        cluster.configure(data, self.socket_folder, self.user, throwaway=self._throwaway)
        deadline = time.monotonic() + LEFTOVER_PATIENCE
        log = Log(data / "log")
        while not self._try_start(own_group=own_group):
            said = self.places.start_log.read_text(errors="replace") + log.added()
            cluster.explain(said, self.places.home)
            if time.monotonic() > deadline or not any(sign in said for sign in _LEFTOVERS):
                raise Refusal(
                    "The database did not start: {why} (see {log}).",
                    "数据库未能启动：{why}（详见 {log}）。",
                    why=_last_words(said),
                    log=self.places.start_log,
                )
            self.recovered = True
            time.sleep(0.3)

    def _try_start(self, *, own_group: bool) -> bool:
        """Start the process and wait; False when it ended by itself."""
        with (
            cluster.FolderHandle(self.places.data) as folder,
            self.places.start_log.open("wb") as log,
        ):
            self._process = subprocess.Popen(
                [str(binaries.for_user(self.user) / "postgres"), "-D", folder.path(self.user)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=binaries.environment(),
                pass_fds=folder.handles,
                process_group=0 if own_group else None,
                # A throwaway server is shared by test runs and may outlive the one that started it.
                preexec_fn=None if self._throwaway else die_with_parent(signal.SIGINT),  # noqa: PLW1509
                **(self.user.popen_options() if self.user else {}),
            )
        deadline = time.monotonic() + START_PATIENCE
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                return False
            with contextlib.suppress(psycopg.OperationalError):
                self.connect("postgres").close()
                return True
            time.sleep(0.05)
        self.stop()
        raise Refusal(
            "The database did not answer within {seconds} s: see {log}.",
            "数据库在 {seconds} 秒内没有响应：请查看 {log}。",
            seconds=int(START_PATIENCE),
            log=self.places.data / "log",
        )

    def connect(self, name: str) -> psycopg.Connection:
        """A superuser connection to the database `name`; autocommit."""
        return psycopg.connect(
            host=str(self.socket_folder),
            port=places.PORT,
            user=cluster.SUPERUSER,
            password=self._password,
            dbname=name,
            autocommit=True,
            connect_timeout=5,
        )

    def running(self) -> bool:
        """Whether the process started here still lives."""
        return self._process is not None and self._process.poll() is None

    def stop(self, patience: float = 30.0) -> None:
        """End connections, write everything down, stop; harmless when not running."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(patience)
        if not self.socket_folder.is_relative_to(self.places.home):
            with contextlib.suppress(OSError):  # not empty: another server has been quicker
                self.socket_folder.rmdir()

    def _end_leftover(self) -> bool:
        """Stop a server that outlived its starter and remove what it left; True when the last end was no clean one.

        The server itself takes a dead process nobody has waited for yet (in a container: for ever) for a living one.
        """
        recovered = self._end_leftover_process()
        for stale in self.socket_folder.glob(f".s.PGSQL.{places.PORT}*"):
            stale.unlink()
        return recovered

    def _end_leftover_process(self) -> bool:
        pid_file = self.places.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return False
        process = _postmaster(pid, self.places.data)
        if process is None:
            pid_file.unlink()
            return True
        process.send_signal(signal.SIGINT)
        try:
            process.wait(LEFTOVER_PATIENCE)
        except psutil.TimeoutExpired:
            process.send_signal(signal.SIGQUIT)
            process.wait(LEFTOVER_PATIENCE)
        return True


def _postmaster(pid: int, data: Path) -> psutil.Process | None:
    """The process `pid` if it is a PostgreSQL server on `data`; the number may have gone to another program."""
    try:
        process = psutil.Process(pid)
        if process.name().startswith("postgres") and Path(process.cwd()).samefile(data):
            return process
    except (psutil.Error, OSError):
        return None
    return None


def _last_words(said: str) -> str:
    lines = [line for line in said.strip().splitlines() if "FATAL" in line or "PANIC" in line]
    found = (lines or said.strip().splitlines() or ["no message"])[-1]
    return found.split("FATAL:")[-1].split("PANIC:")[-1].strip()
