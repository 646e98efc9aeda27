"""Django's settings, all from the environment with safe defaults. `docs/settings.md` explains each variable."""

import os
import socket
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from zhike.config.connections import current, django_database
from zhike.config.home import PROJECT, demo_wanted, home_path, secret_key

ZHIKE_HOME = home_path()
PORT = int(os.environ.get("PORT", "8000"))
ZHIKE_LIVE_PORT = int(os.environ.get("ZHIKE_LIVE_PORT", str(PORT + 1)))
ZHIKE_BIND = os.environ.get("ZHIKE_BIND", "127.0.0.1")
ZHIKE_BASE_URL = os.environ.get("ZHIKE_BASE_URL", f"http://localhost:{PORT}").rstrip("/")
ZHIKE_LIVE_URL = os.environ.get("ZHIKE_LIVE_URL", "")
"""Where browsers find live updates; empty means the same host on `ZHIKE_LIVE_PORT`."""
ZHIKE_DEMO = demo_wanted()
ZHIKE_CURRENCY = os.environ.get("ZHIKE_CURRENCY", "CNY")
ZHIKE_SMTP_URL = os.environ.get("ZHIKE_SMTP_URL", "")
_nobody = f"noreply@{urlsplit(ZHIKE_BASE_URL).hostname or 'localhost'}"
ZHIKE_MAIL_FROM = os.environ.get("ZHIKE_MAIL_FROM", _nobody)
"""The address mail comes from when a campaign names none; its server must let us use it."""
ZHIKE_PROCESS = os.environ.get("ZHIKE_PROCESS", "")
"""What this process is: "web", "worker", "live" or "" for the command line and tests."""

SECRET_KEY = secret_key(ZHIKE_HOME)
DEBUG = False
SECURE = ZHIKE_BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "zhike.platform.identity",
    "zhike.platform.jobs",
    "zhike.platform.changes",
    "zhike.platform.access",
    "zhike.platform.metadata",
    "zhike.platform.records",
    "zhike.platform.live",
    "zhike.platform.mail",
    "zhike.platform.search",
    "zhike.platform.rights",
    "zhike.platform.oauth",
    "zhike.platform.provisioning",
    "zhike.platform.imports",
    "zhike.platform.exports",
    "zhike.platform.audit",
    "zhike.foundation.customer",
    "zhike.foundation.activity",
    "zhike.foundation.consent",
    "zhike.foundation.catalog",
    "zhike.foundation.purchase",
    "zhike.foundation.segment",
    "zhike.modules.marketing",
    "zhike.modules.analytics",
]

ROOT_URLCONF = "zhike.config.urls"
WSGI_APPLICATION = "zhike.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False
AUTH_USER_MODEL = "identity.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "zhike.config.middleware.SecurityHeaders",
    "zhike.config.middleware.OwnHost",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhike.platform.identity.middleware.ActorMiddleware",
    "zhike.config.middleware.Refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": []},
    }
]

# Time limits of a request; work in the background may take longer and sets its own.
_LIMITS = {
    "web": "-c statement_timeout=5s -c lock_timeout=2s -c idle_in_transaction_session_timeout=30s",
    "live": "-c statement_timeout=5s -c lock_timeout=2s -c idle_in_transaction_session_timeout=30s",
}

_connections = current(ZHIKE_HOME)
_session = {
    "application_name": f"zhike {ZHIKE_PROCESS or 'command'}",
    # A plan is made for the values at hand: one for any team or any filter is a bad one for most of them.
    "options": _LIMITS.get(ZHIKE_PROCESS, "-c lock_timeout=10s")
    + " -c plan_cache_mode=force_custom_plan",
    # Lists are prepared after the third time. A pooler that shares connections per transaction needs 0: never.
    "prepare_threshold": int(os.environ.get("ZHIKE_PREPARE_AFTER", "3")) or None,
}
DATABASES = {
    "default": django_database(
        _connections,
        _connections.app,
        **_session,
        # The web process has few threads and each keeps its connection, with the statements prepared on it.
        keep=300 if ZHIKE_PROCESS == "web" else 0,
    ),
    "owner": django_database(
        _connections,
        _connections.owner,
        application_name="zhike owner",
        options="-c lock_timeout=10s",
    ),
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
LANGUAGE_CODE = "en"

_base_host = urlsplit(ZHIKE_BASE_URL).hostname or "localhost"
ZHIKE_OPEN = not (ZHIKE_BIND.startswith("127.") or ZHIKE_BIND in {"localhost", "::1"})
"""Whether other machines reach this copy without a proxy."""
_own_names = [socket.gethostname(), f"{socket.gethostname()}.local"] if ZHIKE_OPEN else []
ZHIKE_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    _base_host,
    *_own_names,
    *filter(None, os.environ.get("ZHIKE_ALLOWED_HOSTS", "").split(",")),
]
"""The names this copy answers to, see `network.host_is_ours`."""
ALLOWED_HOSTS = [
    "*"
]  # Django would know no addresses but single ones; `middleware.OwnHost` refuses

STATIC_URL = "/static/"
_ninja = find_spec("ninja")  # not imported: it reads these settings
STATICFILES_DIRS = (
    [Path(_ninja.origin).parent / "static"] if _ninja is not None and _ninja.origin else []
)
WEB_DIST = PROJECT / "web" / "dist"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ROOT = WEB_DIST if WEB_DIST.is_dir() else None
WHITENOISE_INDEX_FILE = False
WHITENOISE_ALLOW_ALL_ORIGINS = False

SESSION_COOKIE_SECURE = SECURE
ZHIKE_TRUSTED_PROXIES = list(filter(None, os.environ.get("ZHIKE_TRUSTED_PROXIES", "").split(",")))
"""Networks of proxies whose word for the caller's address is believed, e.g. `10.0.0.0/8`."""
ZHIKE_ADDRESS_HEADER = os.environ.get("ZHIKE_ADDRESS_HEADER", "X-Forwarded-For")
"""The header in which they give it."""
CSRF_TRUSTED_ORIGINS = [ZHIKE_BASE_URL]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    # /readyz says 503 in its body and to whoever asks; the log need not repeat it.
    "filters": {
        "not_unready": {
            "()": "django.utils.log.CallbackFilter",
            "callback": lambda record: getattr(record, "status_code", 500) != 503,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("ZHIKE_LOG", "INFO")},
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "mail.log": {"level": "WARNING"},  # the demo's mailbox tells every connection
        "django.request": {"level": "ERROR", "filters": ["not_unready"]},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
