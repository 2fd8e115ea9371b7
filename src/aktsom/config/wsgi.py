"""The web application for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from aktsom.config.bodies import whole_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aktsom.config.settings")
application = whole_bodies(get_wsgi_application())
