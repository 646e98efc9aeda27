"""The web process: `granian --interface wsgi zhike.config.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhike.config.settings")
application = get_wsgi_application()

# What is loaded now stays: the collector need not look at it again, nor run after every second request.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
