"""Name in `web/package-lock.json` the optional packages of other systems that the index in use did not offer.

`npm ci` refuses a lock that leaves any of them out, on every system. What is added is pinned by version and says for
which system it is, so only that system ever asks for it; packages this index does offer keep their hashes.
"""

import json
import re
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parents[1] / "web" / "package-lock.json"
SYSTEMS = (
    "aix",
    "android",
    "darwin",
    "freebsd",
    "linux",
    "netbsd",
    "openbsd",
    "openharmony",
    "sunos",
    "win32",
)
PROCESSORS = (
    "arm64",
    "arm",
    "ia32",
    "loong64",
    "mips64el",
    "ppc64",
    "riscv64",
    "s390x",
    "wasm32",
    "x64",
)


def system_of(package: str) -> dict[str, Any]:
    """The `os`, `cpu` and `libc` a package is for, from its name."""
    words = set(re.split(r"[^a-z0-9]+", package.rsplit("/", maxsplit=1)[-1]))
    found: dict[str, Any] = {}
    if package == "fsevents":
        words = {"darwin"}
    if systems := [one for one in SYSTEMS if one in words]:
        found["os"] = systems
    if processors := [one for one in PROCESSORS if one in words]:
        found["cpu"] = processors
    if "linux" in words and words & {"musl", "gnu"}:
        found["libc"] = ["musl" if "musl" in words else "glibc"]
    return found


def complete(lock: dict[str, Any]) -> list[str]:
    """Add what is missing to `lock`; returns the names added."""
    packages = lock["packages"]
    added = []
    for place, package in list(packages.items()):
        for name, wanted in package.get("optionalDependencies", {}).items():
            known = {f"node_modules/{name}", f"{place}/node_modules/{name}"}
            if known & set(packages) or not (system := system_of(name)):
                continue
            packages[f"node_modules/{name}"] = {
                "version": re.sub(r"^[~^]", "", wanted),
                **({"dev": True} if package.get("dev") else {}),
                "optional": True,
                **system,
            }
            added.append(name)
    lock["packages"] = {key: packages[key] for key in sorted(packages)}
    return added


if __name__ == "__main__":
    content = json.loads(LOCK.read_text())
    for one in complete(content):
        print("added", one)
    LOCK.write_text(json.dumps(content, indent=2) + "\n")
