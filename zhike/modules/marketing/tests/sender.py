"""A sender in a process of its own, to be killed: `python -m zhike.modules.marketing.tests.sender CAMPAIGN`."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhike.config.settings")
    import django

    django.setup()
    from zhike.modules.marketing.jobs import send_mails

    print("begins", flush=True)
    send_mails(campaign=sys.argv[1], progress=None)


if __name__ == "__main__":
    main()
