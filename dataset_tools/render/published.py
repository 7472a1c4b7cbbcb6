"""What a run of ``publish`` plans and did, for people and for programs."""

from collections.abc import Iterator, Mapping

from dataset_tools.escapes import disarmed, json_text
from dataset_tools.publish.result import Result
from dataset_tools.render.visible import visible

_LONG = 400


def published_json(result: Result) -> str:
    """Return the outcome as JSON."""
    error = result.error
    value = {
        "target": result.target,
        "place": result.place,
        "package": {"name": result.name, "version": result.version},
        "dry_run": result.dry_run,
        "action": result.plan.action,
        "steps": [
            {
                "do": step.do,
                "what": step.what,
                "bytes": step.bytes,
                "reason": step.reason,
                "state": step.state,
            }
            for step in result.plan.steps
        ],
        "ids": dict(result.ids),
        "warnings": list(result.warnings),
        "error": None
        if error is None
        else {
            "code": error.code,
            "message": error.message,
            "fix": error.fix,
            "status": error.status,
        },
    }
    return json_text(value) + "\n"


def published_text(result: Result) -> str:
    """Return the same facts as lines."""
    return disarmed("".join(f"{visible(line, _LONG)}\n" for line in _lines(result)))


def _lines(result: Result) -> Iterator[str]:
    version = f" {result.version}" if result.version else ""
    yield f"{result.name}{version} → {result.place}"
    for step in result.plan.steps:
        size = f", {step.bytes:,} bytes" if step.bytes else ""
        yield f"{step.state:8} {step.do} {step.what} ({step.reason}{size})"
    for name, value in result.ids.items():
        if isinstance(value, Mapping):
            yield from (f"id       {name}.{key}: {each}" for key, each in value.items())
        else:
            yield f"id       {name}: {value}"
    for warning in result.warnings:
        yield f"warning  {warning}"
    yield _verdict(result)


def _verdict(result: Result) -> str:
    steps = len(result.plan.steps)
    counted = f"{steps} step{'' if steps == 1 else 's'}"
    if result.error is not None:
        done = sum(step.state == "done" for step in result.plan.steps)
        return f"NOT PUBLISHED: {done} of {counted} done; {result.error.fix}"
    if not steps:
        return "nothing to do: it is published as it stands"
    if result.dry_run:
        return f"would {result.plan.action}: {counted}"
    return f"published: {counted} done and read back"
