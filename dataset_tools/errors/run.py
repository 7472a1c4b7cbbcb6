"""DT0xx: nothing could be judged or done; the command ends with exit code 2."""

from dataset_tools.errors.kind import ErrorKind


def _run_kind(code: str, title: str, explanation: str, fix: str) -> ErrorKind:
    return ErrorKind(
        code=code,
        type="error",
        title=title,
        message="{note}",
        explanation=explanation,
        fix=fix,
    )


USAGE = _run_kind(
    "DT001",
    "The command line makes no sense",
    "An option or an argument is unknown, is missing, or has a value that it cannot have.",
    "Call the command with --help: it lists what it takes, with an example.",
)
NOT_FOUND = _run_kind(
    "DT002",
    "No such file or folder",
    "The path that was given does not exist.",
    "Check the spelling of the path and the folder that the command is run in.",
)
DESCRIPTOR_MISSING = _run_kind(
    "DT003",
    "No descriptor there",
    "The folder or archive holds no datapackage.json, so there is no package to work on.",
    "Give the folder that holds datapackage.json, or the path of the descriptor itself.",
)
NOT_PERMITTED = _run_kind(
    "DT004",
    "The system refuses",
    "A file may not be read, or a place may not be written to.",
    "Give the user that runs the command the rights to the file, or choose another place.",
)
REMOTE_REFUSED = _run_kind(
    "DT005",
    "A URL without leave to fetch it",
    "Nothing is fetched from the network unless it is asked for.",
    "Download the package first, and give the path of the copy.",
)
NO_SUCH_TABLE = _run_kind(
    "DT006",
    "No such table",
    "The package has no table of the name that was given.",
    "Give one of the names that the message lists.",
)
SPARK_REFUSED = _run_kind(
    "DT007",
    "Spark cannot do it",
    "Spark is not installed, its versions do not go together, a job of it failed, or its executors "
    "do not see the files.",
    "Read docs/spark.md; or leave --engine spark out, and this machine does it.",
)
UNEXPECTED = _run_kind(
    "DT099",
    "A fault of this program",
    "Something happened that the program does not know; it is no fault of the data.",
    "Run the command again with --debug and report what it prints.",
)

KINDS = (
    USAGE,
    NOT_FOUND,
    DESCRIPTOR_MISSING,
    NOT_PERMITTED,
    REMOTE_REFUSED,
    NO_SUCH_TABLE,
    SPARK_REFUSED,
    UNEXPECTED,
)
