"""A Chromium and a Chinese font for the browser tests: found on the machine, else installed.

`python -m tests.chromium` installs what is missing: as root from the system's packages, else from Playwright.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The one without windows first: the same pages cost it a third less.
_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def find() -> str | None:
    """The path of a Chromium: `ZHIKE_CHROMIUM`, one on the PATH, or the one Playwright keeps."""
    given = os.environ.get("ZHIKE_CHROMIUM")
    if given:
        return given
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    return _playwrights()


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _has_chinese_font() -> bool:
    listing = shutil.which("fc-list")
    if listing is None:
        return False
    done = subprocess.run([listing, ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(done.stdout.strip())


def _install_packages(*names: str) -> bool:
    """From the system's packages; False when that is not possible here."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-y"]
    subprocess.run([*apt, "update"], env=environment, check=False)
    done = subprocess.run(
        [*apt, "install", "--no-install-recommends", *names], env=environment, check=False
    )
    return done.returncode == 0


def main() -> int:
    """Install what is missing; 1 with a sentence when there is no way."""
    if find() is None and not (
        _install_packages("chromium-headless-shell", "fontconfig")
        or _install_packages("chromium", "fontconfig")
    ):
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if find() is None:
        print("No Chromium could be installed: install one, or set ZHIKE_CHROMIUM to its path.")
        return 1
    if not _has_chinese_font() and not _install_packages("fonts-noto-cjk"):
        print("No Chinese font was found: pictures of Chinese pages will show empty boxes.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
