"""Settings of test runs: a home of their own, a cheap password hash, no connection before a test asks for one."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
# Each process of a parallel run has a server of its own: an open transaction holds the readers of the change log back
# in all databases of its server.
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
TEST_HOME = (
    Path(os.environ.get("ZHIKE_TEST_HOME", PROJECT / ".cache" / "test-home")).absolute() / _WORKER
)

os.environ["ZHIKE_HOME"] = str(TEST_HOME)
for _name in ("DATABASE_URL", "DATABASE_APP_URL", "ZHIKE_DEMO", "ZHIKE_SMTP_URL", "ZHIKE_PROCESS"):
    os.environ.pop(_name, None)

from zhike.config.settings import *  # noqa: E402, F403 - the variables above must be set first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ZHIKE_HOSTS = ["*"]
