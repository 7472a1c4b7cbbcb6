"""Tables, an administrator, an editor, an outsider, their tokens, and an organisation.

Runs in CKAN's own environment: ``ckan_bootstrap.py CKAN_INI FOLDER``; the tokens go to FOLDER.
"""

import os
import secrets
import sys
from pathlib import Path
from typing import Any

INI, FOLDER = sys.argv[1], Path(sys.argv[2])
os.environ["CKAN_INI"] = INI

from ckan import model  # noqa: E402
from ckan.cli import CKANConfigLoader, db  # noqa: E402
from ckan.config.middleware import make_app  # noqa: E402
from ckan.plugins import toolkit  # noqa: E402

USERS = {"admin": "token", "editor": "token.editor", "outsider": "token.outsider"}


def call(action: str, **values: object) -> Any:
    """Call an action as the site's own user."""
    site = toolkit.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    context = {"ignore_auth": True, "user": site, "model": model, "session": model.Session}
    return toolkit.get_action(action)(context, values)


def migrate() -> None:
    """Make the tables of CKAN and of its plugins."""
    db._run_migrations("", "head")
    if hasattr(db, "_migrate_plugins"):  # CKAN 2.11 and newer
        db._migrate_plugins(apply=True)
        return
    for plugin in sorted(db._get_pending_plugins()):
        db._run_migrations(plugin, "head")


def make_users() -> None:
    """Make the users, and the organisation that two of them belong to."""
    for name in USERS:
        if not model.User.get(f"test-{name}"):
            email, password = f"{name}@example.org", secrets.token_hex(12)
            call("user_create", name=f"test-{name}", email=email, password=password)
    model.User.get("test-admin").sysadmin = True
    model.Session.commit()
    if not model.Group.get("test-org"):
        members = [
            {"name": "test-admin", "capacity": "admin"},
            {"name": "test-editor", "capacity": "editor"},
        ]
        call("organization_create", name="test-org", title="Test organization", users=members)


def write_tokens() -> None:
    """Write a token of each user into a file that only its owner may read."""
    for name, file in USERS.items():
        path = FOLDER / file
        if not path.exists() or not path.stat().st_size:
            path.touch(mode=0o600)
            made = call("api_token_create", user=f"test-{name}", name="tests")["token"]
            path.write_text(made if isinstance(made, str) else made.decode())


with make_app(CKANConfigLoader(INI).get_config())._wsgi_app.test_request_context():
    migrate()
    make_users()
    write_tokens()
