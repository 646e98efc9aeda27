"""`zhike live`: send live updates to browsers until stopped. `zhike run` starts one."""

import argparse

SUMMARY = "send live updates to browsers (zhike run starts one of these)"


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_args: argparse.Namespace) -> int:
    """Until SIGTERM."""
    from zhike.config.installation import installation

    with installation():
        from django.conf import settings
        from granian import Granian
        from granian.constants import Interfaces
        from granian.log import LogLevels

        Granian(
            "zhike.platform.live.asgi:application",
            address=settings.ZHIKE_BIND,
            port=settings.ZHIKE_LIVE_PORT,
            interface=Interfaces.ASGI,
            websockets=False,
            log_access=False,
            log_level=LogLevels.warning,
            workers_kill_timeout=5,
        ).serve()
    return 0
