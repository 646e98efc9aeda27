"""Other machines are called through `kit/outbound.py`, which judges where it goes; nothing else speaks HTTP to them."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import name, product, tree

CLIENTS = {
    *("aiohttp", "ftplib", "http.client", "httpcore", "httpx", "requests"),
    *("telnetlib", "urllib.request", "urllib3", "xmlrpc.client"),
}
CALLERS = {
    "zhike/kit/outbound.py": "the client",
    "zhike/config/supervisor/run.py": "asks its own web process whether it is ready",
    "zhike/config/readiness.py": "asks its own live process whether it is ready",
}


def imported(path: Path) -> Iterator[str]:
    """Every module a file imports, wherever in the file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def test_nothing_but_the_guarded_client_speaks_http() -> None:
    found = {
        name(path)
        for path in product()
        if any(one in CLIENTS or one.split(".")[0] in CLIENTS for one in imported(path))
    }
    assert found == set(CALLERS)
