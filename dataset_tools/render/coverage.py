"""What the evidence proves and what of the sources it cites, for people and as JSON."""

from collections.abc import Iterator

from dataset_tools.escapes import disarmed, json_text
from dataset_tools.evidence.coverage import Coverage
from dataset_tools.evidence.proof import TableProof, Tally
from dataset_tools.evidence.result import EvidenceResult, to_object
from dataset_tools.render.visible import visible


def evidence_json(result: EvidenceResult) -> str:
    """Return the result as JSON text."""
    return json_text(to_object(result)) + "\n"


def evidence_text(result: EvidenceResult) -> str:
    """Return the result as lines of text."""
    return disarmed("\n".join(_lines(result)) + "\n")


def _lines(result: EvidenceResult) -> Iterator[str]:
    for table in result.tables:
        yield from _table_lines(table)
    for source in result.sources:
        yield from _source_lines(source)
    if result.strength is not None:
        proved = result.strength.proved
        yield f"strength: {len(proved):,} of {result.strength.swaps:,} swaps are still proved"
        for swap in proved:
            yield f"  {visible(str(swap))}"
    total = sum((table.tally for table in result.tables), Tally())
    verdict = "valid" if result.valid else "INVALID (validate --sources says what is wrong)"
    yield f"{verdict}: {_counts(total)} in {len(result.tables)} tables"


def _table_lines(table: TableProof) -> Iterator[str]:
    yield f"{visible(table.table)}: {table.rows:,} rows; {_counts(table.tally)}"
    for field in table.fields:
        yield f"  {visible(field.name)} ({visible(field.match)}): {_counts(field.tally)}"


def _counts(tally: Tally) -> str:
    return (
        f"{tally.proved:,} proved, {tally.inferred:,} inferred, "
        f"{tally.not_proved:,} not proved, {tally.exempt:,} exempt"
    )


def _source_lines(source: Coverage) -> Iterator[str]:
    if not source.found:
        yield f"{visible(source.source)}: not found"
        return
    yield (
        f"{visible(source.source)}: {source.cited_sentences:,} of {source.sentences:,} sentences "
        f"and {source.cited_characters:,} of {source.characters:,} characters are cited"
    )
    for start, end in source.uncited:
        yield f"  not cited: {visible(source.source)}#char={start},{end}"
