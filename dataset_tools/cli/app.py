"""The typer app; what was raised becomes one line on standard error and exit code 2."""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence

import typer
from typer.exceptions import TyperException

from dataset_tools.cli.terminal import print_diagnostic, set_colour
from dataset_tools.exceptions import CouldNotRun, DatasetToolsError, UsageError
from dataset_tools.registry import look_up
from dataset_tools.version import __version__

EXIT_COULD_NOT_RUN = 2
EXIT_STOPPED = 130
UNEXPECTED = "DT099"

COMMANDS: Mapping[str, str] = {
    **{
        name: f"dataset_tools.cli.{name}:{name}"
        for name in (
            *("validate", "show", "evidence", "locate", "describe", "init"),
            *("diff", "fix", "build", "export"),
        )
    },
    "publish": "dataset_tools.cli.publish:app",
    "verify": "dataset_tools.cli.verify:app",
    "explain": "dataset_tools.cli.explain:explain",
}
"""What runs each command, in the order of the help."""


def app_of(names: Iterable[str]) -> typer.Typer:
    """Make the app with some of the commands; only what they need is imported."""
    app = typer.Typer(
        name="dataset-tools",
        help="Validate, prove, load, build and publish Frictionless Data Packages.\n\n"
        "Exit codes: 0 valid or done, 1 findings, 2 could not run.",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_everywhere)
    for name in names:
        command = look_up("command", name, COMMANDS)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def _print_version(asked: bool) -> None:  # noqa: FBT001 (typer calls it so)
    if asked:
        typer.echo(f"dataset-tools {__version__}")
        raise typer.Exit


def _everywhere(
    version: bool = typer.Option(  # noqa: FBT001 (the callback prints it)
        False,
        "--version",
        help="Print the version.",
        is_eager=True,
        callback=_print_version,
    ),
) -> None:
    pass


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code; never show a traceback unless asked to."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given or os.environ.get("DATASET_TOOLS_DEBUG") == "1"
    set_colour(wanted="--no-color" not in given)
    given = [each for each in given if each not in ("--debug", "--no-color")]
    raise SystemExit(_exit_code(given, debug=debug))


def _exit_code(arguments: list[str], *, debug: bool) -> int:
    try:
        named = [each for each in arguments[:1] if each in COMMANDS]
        app = app_of(named or COMMANDS)
        code = app(arguments, prog_name="dataset-tools", standalone_mode=False)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_COULD_NOT_RUN
    except KeyboardInterrupt:
        return EXIT_STOPPED
    except Exception as error:
        code, message = _diagnosis(error)
        if debug and code == UNEXPECTED:
            raise
        print_diagnostic(f"{code} {message}")
        return EXIT_COULD_NOT_RUN
    return code if isinstance(code, int) else 0


def _diagnosis(error: Exception) -> tuple[str, str]:
    """Return the code and the one line that tell what was raised."""
    if isinstance(error, CouldNotRun):
        return error.code, str(error)
    if isinstance(error, TyperException):
        return UsageError.code, f"{error.format_message()} (see --help)"
    if isinstance(error, typer.Abort):
        return UsageError.code, "stopped"
    if isinstance(error, MemoryError):
        return UNEXPECTED, "there is not enough memory"
    if isinstance(error, DatasetToolsError):
        return UsageError.code, str(error)
    kind = type(error).__name__
    note = f"a fault of this program ({kind}: {error}); run it with --debug and report that"
    return UNEXPECTED, note
