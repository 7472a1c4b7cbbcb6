"""What the package raises. A fault in data is a line of a report, never an exception.

::

    DatasetToolsError
    ├── CouldNotRun          nothing could be judged or done; a command ends with 2
    │   ├── UsageError           DT001  an option or argument makes no sense
    │   ├── NotFound             DT002  no such file or folder
    │   ├── DescriptorMissing    DT003  the folder or archive holds no descriptor
    │   ├── NotPermitted         DT004  the system refuses to read or to write
    │   ├── RemoteRefused        DT005  a URL without --remote
    │   ├── NoSuchTable          DT006  the package has no table of that name
    │   ├── SparkRefused         DT007  Spark is not there, does not fit, or cannot do it
    │   ├── BeyondFormat         DT811  the format of an export cannot hold the package
    │   └── NotPublished         DT805  a publishing target refuses
    │       ├── NotPublishable       DT801  the package lacks what the target needs
    │       ├── NoCredentials        DT802  no credentials in the environment
    │       ├── CredentialsRefused   DT803  the target does not take them, or they may not do this
    │       ├── NoSuchPlace          DT804  the target has no such place
    │       ├── TooLarge             DT806  a file is larger than the target takes
    │       ├── Unreachable          DT807  no answer, or none that makes sense, after every try
    │       ├── OtherContent         DT808  the version is there with other content
    │       └── Interrupted          DT809  stopped, or someone else published meanwhile
    ├── FileFault            a file of the package cannot be read: becomes an error of the report
    ├── ValueBeyondDtype     a valid value that the asked dtype cannot hold
    └── InvalidTable         (in ``dataset_tools.report``) the table has errors
"""

from collections.abc import Collection
from typing import ClassVar, Self

_MOST_WORDS = 12


class DatasetToolsError(Exception):
    """The family of everything that this package raises on purpose."""


class CouldNotRun(DatasetToolsError):
    """Nothing could be judged or done; the command line ends with exit code 2."""

    code: ClassVar[str] = "DT001"


class UsageError(CouldNotRun):
    """An option or an argument makes no sense."""

    code = "DT001"

    @classmethod
    def of_word(cls, word: str, known: Collection[str], *, where: str) -> Self:
        """Tell an unknown word with the known one that is most like it, else with all of them.

        Examples
        --------
        >>> str(UsageError.of_word("maxerrors", ["max-errors", "skip"], where="settings.toml"))
        'settings.toml: there is no "maxerrors"; did you mean "max-errors"?'
        """
        from difflib import get_close_matches

        lowered = {each.lower(): each for each in known}
        alike = get_close_matches(word.lower(), lowered, n=1)
        some = ", ".join(list(known)[:_MOST_WORDS]) + (", …" if len(known) > _MOST_WORDS else "")
        advice = f'did you mean "{lowered[alike[0]]}"?' if alike else f"there are: {some}"
        return cls(f'{where}: there is no "{word}"; {advice}')


class NotFound(CouldNotRun):
    """There is no such file or folder."""

    code = "DT002"


class DescriptorMissing(CouldNotRun):
    """The folder or archive holds no descriptor."""

    code = "DT003"


class NotPermitted(CouldNotRun):
    """The system refuses to read or to write."""

    code = "DT004"


class RemoteRefused(CouldNotRun):
    """A URL was given without leave to fetch it."""

    code = "DT005"


class NoSuchTable(CouldNotRun):
    """The package has no table of that name."""

    code = "DT006"


class SparkRefused(CouldNotRun):
    """Spark is not installed, its versions do not go together, or a job of it failed."""

    code = "DT007"


class BeyondFormat(CouldNotRun):
    """The format of an export cannot hold the package."""

    code = "DT811"


class NotPublished(CouldNotRun):
    """A publishing target refuses; the next run takes up what was not done.

    Parameters
    ----------
    message
        What was refused, where and why.
    fix
        How to mend it; empty for the advice of the catalogue.
    status
        The status of the HTTP answer, None where there was none.
    """

    code = "DT805"

    def __init__(self, message: str, *, fix: str = "", status: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.status = status


class NotPublishable(NotPublished):
    """The package lacks what the target needs."""

    code = "DT801"


class NoCredentials(NotPublished):
    """The environment holds no credentials for the target."""

    code = "DT802"


class CredentialsRefused(NotPublished):
    """The target does not take the credentials, or they may not do this."""

    code = "DT803"


class NoSuchPlace(NotPublished):
    """The target has no such bucket, organisation or address."""

    code = "DT804"


class TooLarge(NotPublished):
    """A file is larger than the target takes."""

    code = "DT806"


class Unreachable(NotPublished):
    """The target gave no answer, or none that makes sense, after every try."""

    code = "DT807"


class OtherContent(NotPublished):
    """The version is there with other content, and versions are never rewritten."""

    code = "DT808"


class Interrupted(NotPublished):
    """The run was stopped, or someone else changed the package or the place meanwhile."""

    code = "DT809"


class ValueBeyondDtype(DatasetToolsError):
    """A valid value does not fit the dtype that was asked for."""


class FileFault(DatasetToolsError):
    """A file that the package names cannot be read.

    Parameters
    ----------
    code
        The entry of the error catalogue that tells it.
    place
        The path as the descriptor gives it.
    note
        What is the matter, for the report.
    """

    def __init__(self, code: str, place: str, note: str) -> None:
        super().__init__(f"{place}: {note}")
        self.code = code
        self.place = place
        self.note = note
