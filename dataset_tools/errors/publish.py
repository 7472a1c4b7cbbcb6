"""DT80x: what stands in the way of publishing (exit code 2); DT82x: what ``verify`` finds."""

from dataset_tools.errors.kind import ErrorKind


def _refusal(code: str, title: str, explanation: str, fix: str) -> ErrorKind:
    return ErrorKind(
        code=code,
        type="error",
        title=title,
        message="{note}",
        explanation=explanation,
        fix=fix,
    )


def _drift(code: str, type: str, title: str, explanation: str, fix: str) -> ErrorKind:
    return ErrorKind(
        code=code,
        type=type,
        title=title,
        message="{note}",
        explanation=explanation,
        fix=fix,
    )


NOT_PUBLISHABLE = _refusal(
    "DT801",
    "The package lacks what the target needs",
    "A target finds a package again by its name, and keeps versions apart by their numbers; it "
    "may also take only names of a certain form.",
    "State what the message names in the descriptor, or by the option that it names.",
)
NO_CREDENTIALS = _refusal(
    "DT802",
    "No credentials",
    "Secrets are taken from the environment alone, never from an option, since options stand in "
    "process lists and logs.",
    "Set the variable that the message names in the environment of the command.",
)
CREDENTIALS_REFUSED = _refusal(
    "DT803",
    "The target refuses the credentials",
    "The target does not know the credentials, or whoever they stand for may not do this there.",
    "Check that the secret is current and of this target, and which rights it gives.",
)
NO_SUCH_PLACE = _refusal(
    "DT804",
    "No such place at the target",
    "The address, the bucket or the organisation does not exist, or is hidden from these "
    "credentials.",
    "Check the spelling of the place; make it first if it is new.",
)
REFUSED = _refusal(
    "DT805",
    "The target refuses",
    "The target answered that it cannot do what was asked; its own words are in the message. What "
    "was done before stays, and the next run takes up the rest.",
    "Mend what the target's words name, and run the command again.",
)
TOO_LARGE = _refusal(
    "DT806",
    "A file is too large for the target",
    "The target, or a proxy in front of it, takes files only up to a certain size.",
    "Ask whoever runs the target to raise its limit, or split or pack the file.",
)
UNREACHABLE = _refusal(
    "DT807",
    "The target does not answer",
    "There was no connection, no answer, or an answer that makes no sense (an error page, a broken "
    "one), and trying again did not help. What was done before stays.",
    "Run the command again later: it takes up what was not done.",
)
OTHER_CONTENT = _refusal(
    "DT808",
    "The version is published with other content",
    "A version that was published is never rewritten, since others may have taken it.",
    "Raise `version` in the descriptor (`dataset-tools diff` says by how much).",
)
INTERRUPTED = _refusal(
    "DT809",
    "The run was interrupted",
    "It was stopped, or the package or the place was changed by someone else meanwhile. What was "
    "done before stays.",
    "Run the command again: it takes up what was not done.",
)
NOT_THERE = _drift(
    "DT820",
    "scheme-error",
    "A file is not served",
    "The target does not serve a file of the package.",
    "Publish the package again.",
)
OTHER_BYTES = _drift(
    "DT821",
    "hash-count",
    "Another file is served",
    "The bytes that the target serves are not those of the package.",
    "Publish the package again, or take over what was changed at the target.",
)
SURPLUS = _drift(
    "DT822",
    "package-error",
    "The target serves more than the package has",
    "Beside the package's files there is one that the package does not have.",
    "Remove it at the target, or add it to the package.",
)
PACKAGE_DIFFERS = _drift(
    "DT823",
    "package-error",
    "The metadata at the target differ",
    "A property of the package is another one at the target, or the package is not there at all.",
    "Publish the package again, or take over what was changed at the target.",
)
RESOURCE_DIFFERS = _drift(
    "DT824",
    "resource-error",
    "The metadata of a resource differ at the target",
    "A property of a resource is another one at the target.",
    "Publish the package again, or take over what was changed at the target.",
)
COLUMN_DIFFERS = _drift(
    "DT825",
    "field-error",
    "A column at the target differs",
    "The target keeps the rows of a table in columns, and one of them is missing, surplus or of "
    "another type, or their rows are not those of the table.",
    "Publish the package again.",
)

KINDS = (
    NOT_PUBLISHABLE,
    NO_CREDENTIALS,
    CREDENTIALS_REFUSED,
    NO_SUCH_PLACE,
    REFUSED,
    TOO_LARGE,
    UNREACHABLE,
    OTHER_CONTENT,
    INTERRUPTED,
    NOT_THERE,
    OTHER_BYTES,
    SURPLUS,
    PACKAGE_DIFFERS,
    RESOURCE_DIFFERS,
    COLUMN_DIFFERS,
)
