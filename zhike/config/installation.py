"""The surroundings of one command: the database reachable, Django set up, both put away afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from zhike.config import connections
from zhike.config.database.prepare import available
from zhike.config.home import command, home_path
from zhike.config.refusal import Refusal


@contextmanager
def installation(*, new: bool = False) -> Iterator[None]:
    """A reachable database and Django set up, for the length of one command.

    Only a `new` installation may be begun here. Raises `Refusal`.
    """
    home = home_path()
    if not new and connections.load(home) is None and not os.environ.get("DATABASE_URL"):
        raise Refusal(
            "Nothing has been started in {home} yet: start it once with `{run}`, or set ZHIKE_HOME to the home you mean.",
            "{home} 中还没有启动过知客：请先执行 {run}，或将 ZHIKE_HOME 设为您要使用的目录。",
            home=home,
            run=command("run"),
        )
    with available(home_path()):
        import django

        django.setup()
        from django.db import connections as opened

        try:
            yield
        finally:
            opened.close_all()
