"""Tables, indices, a place for files, two users with tokens, and the vocabularies they need.

Runs in InvenioRDM's own environment, beside ``invenio_wsgi``; the tokens go to ``INV_DIR``.
"""

import json
import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

import invenio_rdm_records
import yaml
from flask_security.utils import hash_password
from invenio_access.permissions import system_identity
from invenio_db import db
from invenio_files_rest.models import Location
from invenio_oauth2server.models import Token
from invenio_rdm_records.fixtures.vocabularies import VocabulariesFixture
from invenio_search import current_search
from invenio_vocabularies.records.models import VocabularyType
from invenio_wsgi import api

FOLDER = Path(os.environ["INV_DIR"])
FIXTURES = Path(invenio_rdm_records.__file__).parent / "fixtures" / "data" / "vocabularies"
USERS = ("owner", "outsider")
LICENCES = ("cc-by-4.0", "cc0-1.0", "cc-by-sa-4.0", "cc-by-nc-4.0", "odbl-1.0", "mit")
LANGUAGES = {"eng": ("English", "en"), "deu": ("German", "de")}
VOCABULARIES = {
    "creatorsroles": ("crr", "roles.yaml"),
    "contributorsroles": ("cor", "roles.yaml"),
    "languages": ("lng", "languages.yaml"),
    "licenses": ("lic", "licenses.csv"),
    "resourcetypes": ("rsrct", "resource_types.yaml"),
    "descriptiontypes": ("dty", "description_types.yaml"),
    "datetypes": ("dat", "date_types.yaml"),
    "relationtypes": ("rlt", "relation_types.yaml"),
    "removalreasons": ("rem", "removal_reasons.yaml"),
    "titletypes": ("ttyp", "title_types.yaml"),
    "communitytypes": ("comtyp", "community_types.yaml"),
}


def token(users: Any, who: str) -> str:
    """Make a user, and give a token of theirs."""
    email = f"{who}@example.org"
    user = users.find_user(email=email) or users.create_user(
        email=email,
        username=who,
        password=hash_password(secrets.token_hex(8)),
        active=True,
        confirmed_at=datetime.utcnow(),  # noqa: DTZ003 (the column has no zone)
    )
    db.session.commit()
    name = f"tests-{secrets.token_hex(2)}"
    made = Token.create_personal(name, user.id, scopes=["user:email"], is_internal=False)
    db.session.commit()
    return str(made.access_token)


def vocabulary(name: str) -> str:
    """Return a vocabulary's file, the long lists cut: whole, they take minutes."""
    if name == "languages.yaml":
        rows = LANGUAGES.items()
        return str(
            yaml.safe_dump(
                [
                    {"id": id, "title": {"en": title}, "props": {"alpha_2": short}, "tags": []}
                    for id, (title, short) in rows
                ]
            )
        )
    text = (FIXTURES / name).read_text("utf-8")
    if name != "licenses.csv":
        return text
    head, *lines = text.splitlines()
    kept = [each for each in lines if each.split(",")[0].strip('"') in LICENCES]
    return "\n".join([head, *kept]) + "\n"


def load_vocabularies() -> None:
    """Load the vocabularies, once."""
    if VocabularyType.query.count():
        return
    folder = FOLDER / "app_data" / "vocabularies"
    folder.mkdir(parents=True, exist_ok=True)
    for _, name in VOCABULARIES.values():
        (folder / name).write_text(vocabulary(name), "utf-8")
    listed = {
        key: {"pid-type": kind, "data-file": f"vocabularies/{name}"}
        for key, (kind, name) in VOCABULARIES.items()
    }
    path = FOLDER / "app_data" / "vocabularies.yaml"
    path.write_text(yaml.safe_dump(listed), "utf-8")
    VocabulariesFixture(system_identity, path, delay=False).load()


app = api()
with app.app_context():
    db.create_all()
    list(current_search.create(ignore=[400]))
    if not Location.query.count():
        files = FOLDER / "files"
        files.mkdir(exist_ok=True)
        db.session.add(Location(name="default", uri=str(files), default=True))
        db.session.commit()
    datastore = app.extensions["security"].datastore
    tokens = {who: token(datastore, who) for who in USERS}
    load_vocabularies()
    db.session.commit()
    (FOLDER / "tokens.json").write_text(json.dumps(tokens), "utf-8")
