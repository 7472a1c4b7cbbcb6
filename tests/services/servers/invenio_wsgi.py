"""Settings and WSGI application of the tests' InvenioRDM; ``start_invenio.sh`` sets INV_*.

DataCite is not asked: DOIs are made and reserved, and registered nowhere. Background tasks run
within the request.
"""

import os
from collections.abc import Iterable
from functools import cache
from typing import Any

from invenio_app.factory import create_api
from invenio_rdm_records.services.pids import providers
from werkzeug.middleware.dispatcher import DispatcherMiddleware

REDIS, SITE = os.environ["INV_REDIS"], os.environ["INV_URL"]
RATE = os.environ.get("INV_RATELIMIT", "")
SETTINGS = {
    "SQLALCHEMY_DATABASE_URI": os.environ["INV_DB"],
    "SEARCH_HOSTS": [{"host": "127.0.0.1", "port": int(os.environ["INV_SEARCH_PORT"])}],
    "SEARCH_CLIENT_CONFIG": {"use_ssl": False, "verify_certs": False},
    "SECRET_KEY": os.environ["INV_SECRET"],
    "CACHE_TYPE": "RedisCache",
    "CACHE_REDIS_URL": f"{REDIS}/0",
    "ACCOUNTS_SESSION_REDIS_URL": f"{REDIS}/1",
    "RATELIMIT_STORAGE_URI": f"{REDIS}/3",
    "COMMUNITIES_IDENTITIES_CACHE_REDIS_URL": f"{REDIS}/4",
    "RATELIMIT_ENABLED": bool(RATE),
    "RATELIMIT_AUTHENTICATED_USER": RATE or "100000 per hour",
    "RATELIMIT_GUEST_USER": RATE or "100000 per hour",
    "IIIF_CACHE_HANDLER": "invenio_cache:ImageSimpleCache",
    "CELERY_TASK_ALWAYS_EAGER": True,
    "CELERY_TASK_EAGER_PROPAGATES": True,
    "CELERY_BROKER_URL": "memory://",
    "BROKER_URL": "memory://",
    "CELERY_RESULT_BACKEND": "cache",
    "CELERY_CACHE_BACKEND": "memory",
    "SITE_UI_URL": SITE,
    "SITE_API_URL": f"{SITE}/api",
    "TRUSTED_HOSTS": ["127.0.0.1", "localhost"],
    "APP_ENABLE_SECURE_HEADERS": False,  # they send every request to https
    "OAISERVER_ID_PREFIX": "local",
    "DATACITE_ENABLED": True,
    "DATACITE_USERNAME": "local",
    "DATACITE_PASSWORD": "local",
    "DATACITE_PREFIX": "10.5072",
    "DATACITE_TEST_MODE": True,
    "DATACITE_DATACENTER_SYMBOL": "LOCAL",
    "JSONSCHEMAS_HOST": "localhost",
    "REST_CSRF_ENABLED": False,
    "MAIL_SUPPRESS_SEND": True,
}


class NoDataCite:
    """Stands in the place of DataCite's client: whatever is asked, nothing is done."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_args, **_keywords: None


providers.DataCiteClient.api = property(lambda _self: NoDataCite())
providers.DataCiteClient.check_credentials = lambda _self, **_keywords: None


@cache
def api() -> Any:
    """Make the application of the REST API, once in each process."""
    return create_api(instance_path=os.environ["INV_DIR"], **SETTINGS)


def no_pages(_environ: Any, start_response: Any) -> Iterable[bytes]:
    """Answer what is not below ``/api``."""
    start_response("404 Not Found", [("Content-Type", "text/plain")])
    return [b"only /api is served\n"]


@cache
def served() -> Any:
    """Put the API where it belongs."""
    return DispatcherMiddleware(no_pages, {"/api": api()})


def application(environ: Any, start_response: Any) -> Iterable[bytes]:
    """Answer a request."""
    answer: Iterable[bytes] = served()(environ, start_response)
    return answer
