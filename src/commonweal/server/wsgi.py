"""What the web server runs."""

import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.server.settings")
application = get_wsgi_application()

# All that is loaded by now stays; a search for garbage among it would hold up a page for a tenth of a second.
import_module("commonweal.server.urls")
gc.collect()
gc.freeze()
