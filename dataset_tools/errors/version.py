"""DT7xx: the version of a package, held against the one that it follows."""

from dataset_tools.errors.kind import ErrorKind

TOO_LOW = ErrorKind(
    code="DT701",
    type="package-error",
    title="Version is too low",
    message="{note}",
    explanation=(
        "The package changed in a way that asks for a higher version: an incompatible change for "
        "a MAJOR step, a compatible one for a MINOR step, a correction for a PATCH "
        '(Data Package Standard, recipe "Data Package Version").'
    ),
    fix="Raise `version` in the descriptor; `dataset-tools diff` tells the reason of each change.",
)

KINDS = (TOO_LOW,)
