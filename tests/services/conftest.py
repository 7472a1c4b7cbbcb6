"""The small package, and the runs over it; what is no test stays out of the collection.

The programs of ``validators`` and of ``servers`` run in environments of their own.
"""

from tests.publish.conftest import run as run  # noqa: PLC0414 (a fixture of the tests here, too)
from tests.publish.conftest import small as small  # noqa: PLC0414 (likewise)
from tests.publish.huggingface.conftest import hub as hub  # noqa: PLC0414 (likewise)

collect_ignore_glob = ["validators/*.py", "servers/*.py"]
