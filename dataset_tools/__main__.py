"""The command ``dataset-tools``, also as ``python -m dataset_tools``."""

import atexit
import gc
import os
import sys
from types import ModuleType
from typing import cast


def main() -> None:
    """Run the command line.

    Collecting garbage often while packages are imported costs a tenth of the start, and so does
    asking a linear algebra library for threads that nothing uses; going once more through all
    that was imported costs another tenth at the end. pandera looks for hypothesis,
    with which it makes up data, and where that is installed its import costs a fifth of a second;
    it looks for pandas on Spark, too, which costs as much and warns on standard error.
    """
    gc.set_threshold(1_000_000, 50, 100)
    atexit.register(gc.freeze)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for name in ("hypothesis", "pyspark.pandas"):
        sys.modules.setdefault(name, cast("ModuleType", None))  # None: as if not installed
    from dataset_tools.cli.app import run

    run()


if __name__ == "__main__":
    main()
