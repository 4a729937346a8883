"""Project package: settings, addresses, processes. It knows every other package; none knows it."""

# Celery's shared tasks and `current_app` find the tracker's application through this import.
from config.celery import app as celery_app

__all__ = ["celery_app"]
