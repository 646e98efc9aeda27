"""The trial of mutants in one process that has loaded everything and collected every test: a plug-in of pytest.

A rehearsal without a mutant tells which lines each test reaches. Each mutant then gets a child of its own, in which the
changed function is exchanged and only tests that reach the change run, those first that noticed its neighbours.
"""

import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from django.urls import get_resolver
from psycopg import sql

from tests.cluster import TestCluster
from tests.database import KEPT
from tests.mutation.children import forked, waited
from tests.mutation.exchange import exchanged
from tests.mutation.mutants import Mutant
from tests.mutation.reached import Lines, Reached
from tests.mutation.targets import Target

PROJECT: Final = Path(__file__).resolve().parents[2]
PASSED, FAILED, NOT_HERE, TOO_LONG = 0, 1, 4, -1
LEAST_PATIENCE: Final = 60.0
REHEARSAL: Final = 3_600.0
AT_ONCE: Final = 0.05


@dataclass
class Verdict:
    """What became of a mutant: noticed `by` a test, or not at all; None when it must be tried while loading."""

    by: str | None
    noticed: bool = False


@dataclass
class Told:
    """What the rehearsal told of a test."""

    seconds: float
    lines: Lines


class Noticed(Exception):
    """Ends a run at the first failing test."""


class Trials:
    """Tries the mutants of a plan; `verdicts` has what became of each, in the plan's order."""

    def __init__(self, plan: Sequence[tuple[Target, Mutant]], cluster: TestCluster) -> None:
        self.plan = plan
        self._cluster = cluster
        self._committing: frozenset[str] = frozenset()
        self.verdicts: list[Verdict] = []
        self._told: dict[str, Told] = {}
        self._failed = ""
        self._witnesses: dict[str, bool] = {}
        self._noticed: Counter[tuple[str, str, str]] = Counter()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Only what some target asks."""
        targets = {target for target, _ in self.plan}
        items[:] = [one for one in items if any(_is_asked(target, one) for target in targets)]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In place of running the tests once."""
        assert not session.testsfailed, "some tests could not be collected"
        get_resolver().url_patterns  # noqa: B018 - loads what answers requests, in the parent of all children
        self._committing = frozenset(one.nodeid for one in session.items if _commits(one))
        self._rehearse(session)
        for number, (target, mutant) in enumerate(self.plan, 1):
            verdict = self._tried(session, target, mutant)
            self.verdicts.append(verdict)
            print(said(number, len(self.plan), mutant, verdict), flush=True)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the name of the test that failed."""
        if report.failed:
            self._failed = report.nodeid

    def _rehearse(self, session: pytest.Session) -> None:
        """Every test once, without a mutant: what it reaches and how long it takes. Exits when one fails."""
        files = frozenset(str(mutant.path) for _, mutant in self.plan)
        with tempfile.NamedTemporaryFile("r+") as kept:

            def work() -> int:
                told = {}
                for item, following in _with_next(session.items):
                    with Reached(files) as reached:
                        started = time.monotonic()
                        self._run(item, following)
                    told[item.nodeid] = (time.monotonic() - started, sorted(reached.lines))
                Path(kept.name).write_text(json.dumps(told))
                return PASSED

            if self._child(session, work, REHEARSAL) != PASSED:
                pytest.exit(f"without a mutant fails {self._failed}", 2)
            for name, (seconds, lines) in json.loads(Path(kept.name).read_text()).items():
                self._told[name] = Told(seconds, {(file, line) for file, line in lines})

    def _tried(self, session: pytest.Session, target: Target, mutant: Mutant) -> Verdict:
        """Show a mutant to the tests that reach it."""
        path = str(mutant.path)
        places = {(path, line) for line in mutant.lines}
        items = [
            item
            for item in session.items
            if _is_asked(target, item) and places & self._told[item.nodeid].lines
        ]
        while True:
            items = [one for one in items if self._witnesses.get(one.nodeid, True)]
            items.sort(key=lambda one: self._rank(target, mutant, one), reverse=True)
            patience = LEAST_PATIENCE + 5 * sum(self._told[one.nodeid].seconds for one in items)
            code = self._child(session, partial(self._shown, mutant, items), patience)
            if code == NOT_HERE:
                return Verdict(None)
            if code == PASSED:
                return Verdict("")
            if code == TOO_LONG:
                return Verdict("took too long", noticed=True)
            if code != FAILED:
                pytest.exit(f"the trial broke ({code}) at {target.file}: {mutant.change}", 3)
            if self._is_witness(session, items):
                self._noticed[target.file, mutant.inside, self._failed] += 1
                self._noticed[target.file, "", self._failed] += 1
                return Verdict(self._failed, noticed=True)

    def _rank(self, target: Target, mutant: Mutant, item: pytest.Item) -> tuple[float, bool]:
        """How likely and how soon the test notices: by what it noticed of this function and this file."""
        seconds = self._told[item.nodeid].seconds
        here = self._noticed[target.file, mutant.inside, item.nodeid]
        near = self._noticed[target.file, "", item.nodeid]
        return (5 * here + near) / max(seconds, AT_ONCE), seconds < AT_ONCE

    def _shown(self, mutant: Mutant, items: Sequence[pytest.Item]) -> int:
        """In a child: put the mutant in place and run the tests."""
        if not exchanged(mutant):
            return NOT_HERE
        for item, following in _with_next(items):
            self._run(item, following)
        return PASSED

    def _is_witness(self, session: pytest.Session, items: Sequence[pytest.Item]) -> bool:
        """Whether the test that failed passes alone without a mutant: otherwise it says nothing."""
        name = self._failed
        if name not in self._witnesses:
            (item,) = (one for one in items if one.nodeid == name)

            def alone() -> int:
                self._run(item, None)
                return PASSED

            self._witnesses[name] = self._child(session, alone, LEAST_PATIENCE * 2) == PASSED
            self._failed = name
        return self._witnesses[name]

    def _run(self, item: pytest.Item, following: pytest.Item | None) -> None:
        """Run one test; raises Noticed when it fails."""
        self._failed = ""
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        if self._failed:
            raise Noticed

    def _child(self, session: pytest.Session, work: Any, patience: float) -> int:
        """Do it in a child, which leaves nothing behind and says which test failed."""
        with tempfile.NamedTemporaryFile("r+") as said_by_child:

            def whole() -> int:
                try:
                    return int(work())
                except Noticed:
                    Path(said_by_child.name).write_text(self._failed)
                    return FAILED
                finally:
                    # What a mutant breaks may be in the way of clearing up, too.
                    with suppress(Exception):
                        session._setupstate.teardown_exact(None)

            code = waited(forked(whole), patience)
            self._failed = Path(said_by_child.name).read_text()
        if code == TOO_LONG or self._failed in self._committing:
            self.drop_database()
        return code

    def drop_database(self) -> None:
        """Let the next child have a fresh one: what was done in this may have stayed."""
        with self._cluster.connect("postgres") as admin:
            name = sql.Identifier(os.environ[KEPT])
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def said(number: int, of: int, mutant: Mutant, verdict: Verdict) -> str:
    """A line for the terminal."""
    by = "(while loading)" if verdict.by is None else verdict.by or "NOT NOTICED"
    place = f"{number}/{of} {mutant.path.relative_to(PROJECT)}:{mutant.line}"
    return f"{place}  {by.removeprefix('zhike/platform/')}  {mutant.change}"


def _is_asked(target: Target, item: pytest.Item) -> bool:
    return target.asks(item.nodeid, slow=item.get_closest_marker("slow") is not None)


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return marker is not None and bool(marker.kwargs.get("transaction"))


def _with_next(
    items: Sequence[pytest.Item],
) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    return zip(items, [*items[1:], None][: len(items)], strict=True)
