"""Fuzz one part, coverage-guided: ``python tests/fuzz/run.py TARGET SECONDS`` (extra ``fuzz``).

Each kind of failure is written once, as the bytes that cause it, to the folder that the last
line names; ``python tests/fuzz/run.py TARGET FILE`` runs one input again. Exit code 1 if there
was any. Needs atheris; the same targets run under hypothesis in ``test_targets.py``.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

SLOW = 5.0
"""Seconds of the processor that no input of this size may take."""
MEMORY = 2500
LONGEST = 2000
RUNS = 400_000
"""Executions of one process: atheris keeps about a kilobyte of each."""
_UNITS = re.compile(rb"stat::number_of_executed_units:\s*(\d+)|#(\d+)\s+(?:DONE|pulse|NEW|REDUCE)")
_ABORTED = re.compile(r"(?:timeout|oom|crash|slow-unit)-[0-9a-f]+")


def failure_of(error: BaseException) -> str:
    """Return what tells a failure from others: its type, and where in the house it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [each for each in frames if "dataset_tools" in each.filename] or frames
    return f"{type(error).__name__}-{Path(own[-1].filename).stem}-{own[-1].lineno}"


def watched(check: Callable[[bytes], None], folder: Path) -> Callable[[bytes], None]:
    """Keep the first input of each kind of failure, and go on."""
    known: set[str] = {path.stem for path in folder.glob("*.bytes")}

    def run(data: bytes) -> None:
        began = time.process_time()
        name = ""
        try:
            check(data)
        except Exception as error:  # noqa: BLE001 (whatever comes out is what is looked for)
            name = failure_of(error)
            text = traceback.format_exc()
        else:
            text = f"{time.process_time() - began:.1f} seconds"
            name = "slow" if time.process_time() - began > SLOW else ""
        if name and name not in known:
            known.add(name)
            (folder / f"{name}.bytes").write_bytes(data)
            (folder / f"{name}.txt").write_text(text, "utf-8", "replace")

    return run


def fuzz(name: str, folder: Path, seconds: int) -> None:
    """Run atheris in this process; it does not return."""
    import atheris

    with atheris.instrument_imports(include=["dataset_tools"]):
        from tests.fuzz.known import TARGETS
    target = TARGETS[name]
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    for at, seed in enumerate(target.seeds):
        target.check(seed)  # what is imported late is imported before the fuzzing
        (corpus / f"seed-{at:04}").write_bytes(seed)
    words = "".join(f'"{_escaped(word)}"\n' for word in target.words)
    (folder / "words.dict").write_text(words, "ascii")
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST}",
        f"-runs={RUNS}",
        f"-rss_limit_mb={MEMORY}",
        f"-timeout={int(SLOW) * 6}",
        f"-dict={folder / 'words.dict'}",
        f"-artifact_prefix={folder}/",
        "-print_final_stats=1",
        "-verbosity=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], watched(target.check, folder))
    atheris.Fuzz()


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02X}" for byte in word.encode("utf-8"))


def main(name: str, what: str) -> int:
    """Fuzz in processes of its own until the time is over; a new one follows one that ended."""
    if not what.isdigit():
        from tests.fuzz.known import TARGETS

        TARGETS[name].check(Path(what).read_bytes())
        return 0
    folder = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    end, executions = time.monotonic() + int(what), 0
    while (left := int(end - time.monotonic())) > 0:
        with (folder / "log").open("wb") as log:
            command = [sys.executable, __file__, name, str(left)]
            environment = {**os.environ, "FUZZ_FOLDER": str(folder)}
            subprocess.run(command, env=environment, stderr=log, stdout=log, check=False)
        found = _UNITS.findall((folder / "log").read_bytes())
        executions += int(found[-1][0] or found[-1][1]) if found else 0
        if not found:
            sys.stderr.write((folder / "log").read_text("utf-8", "replace")[-2000:])
            break
    failures = sorted(
        path.name
        for path in folder.iterdir()
        if path.suffix == ".bytes" or _ABORTED.fullmatch(path.name)
    )
    sys.stdout.write(f"{name}: {executions:,} executions in {what} s, {len(failures)} failures")
    sys.stdout.write("".join(f"\n  {each}" for each in failures) + f"\n{folder}\n")
    return 1 if failures else 0


if __name__ == "__main__":
    if "FUZZ_FOLDER" in os.environ:
        fuzz(sys.argv[1], Path(os.environ["FUZZ_FOLDER"]), int(sys.argv[2]))
    else:
        sys.exit(main(*sys.argv[1:3]))
