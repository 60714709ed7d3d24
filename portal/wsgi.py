import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
application = get_wsgi_application()

from search.warm import warm_up  # noqa: E402  (only once Django is ready)

warm_up()
