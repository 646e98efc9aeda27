"""Make `.venv` and install locked requirements into it: `python3 requirements/install.py base web`.

Runs on a bare machine, so it uses the standard library alone and works on older Pythons far enough to say what is
missing. Hashes are checked; a set that is installed already costs nothing.
"""

import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
OLDEST = (3, 11)
NAMES = ["python3.13", "python3.12", "python3.11", "python3.14", "python3"]


def stop(message):
    sys.exit("zhike: " + message)


def suitable_python():
    """This Python, or another on the PATH, that is new enough."""
    if sys.version_info >= OLDEST:
        return sys.executable
    for name in NAMES:
        found = shutil.which(name)
        asks = "import sys; sys.exit(sys.version_info < (3, 11))"
        if found and subprocess.call([found, "-c", asks], stderr=subprocess.DEVNULL) == 0:
            return found
    stop(
        "Python 3.11 or newer is needed, this is %s. Install a newer python3."
        % sys.version.split()[0]
    )


def make_environment():
    """Create `.venv` with pip, by whichever way this machine has."""
    if os.path.exists(PYTHON) and subprocess.call([PYTHON, "-m", "pip", "--version"], **QUIET) == 0:
        return
    python = suitable_python()
    for command in (
        [python, "-m", "venv", "--clear", VENV],
        [python, "-m", "virtualenv", "--clear", VENV],
        ["uv", "venv", "--seed", "--clear", "--python", python, VENV],
    ):
        try:
            if subprocess.call(command, **QUIET) == 0:
                return
        except OSError:
            continue
    user = [python, "-m", "pip", "install", "--quiet", "--user", "virtualenv"]
    if subprocess.call(user, **QUIET) == 0:
        if subprocess.call([python, "-m", "virtualenv", "--clear", VENV], **QUIET) == 0:
            return
    stop(
        "this Python cannot make environments. Install its venv package "
        "(on Debian and Ubuntu: apt install python3-venv) and run the same again."
    )


QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def fingerprint(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def install(name):
    """Install `requirements/<name>.txt` unless this very file was installed before."""
    lock = os.path.join(ROOT, "requirements", name + ".txt")
    stamp = os.path.join(VENV, ".installed-" + name)
    if os.path.exists(stamp) and open(stamp).read() == fingerprint(lock):
        return
    print("installing %s requirements" % name, flush=True)
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary", ":all:"]
    uv = [PYTHON, "-m", "uv", "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes"]
    command = pip if name == "installer" else uv
    if (
        subprocess.call(command + ["-r", lock], env=dict(os.environ, UV_PYTHON_DOWNLOADS="never"))
        != 0
    ):
        stop("the requirements in %s could not be installed; the lines above say why." % lock)
    with open(stamp, "w") as file:
        file.write(fingerprint(lock))


def install_project():
    """Make `.venv/bin/zhike` run this checkout."""
    if os.path.exists(os.path.join(VENV, "bin", "zhike")):
        return
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
    if subprocess.call(pip + ["--editable", ROOT]) != 0:
        stop("the project itself could not be installed; the lines above say why.")


if __name__ == "__main__":
    make_environment()
    for wanted in ["installer"] + sys.argv[1:]:
        install(wanted)
    install_project()
