"""What the web server calls."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Only the web process serves many short requests on few threads; workers and commands keep one connection.
os.environ.setdefault("DATABASE_POOL", "on")

from django.core.wsgi import get_wsgi_application

from config.database_role import refuse_the_owner

application = get_wsgi_application()
refuse_the_owner()
