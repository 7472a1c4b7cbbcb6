"""How much each size of the benchmark measures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Numbers of one size.

    ``row_by_row`` and ``whole_frames`` are the most rows for tools that read row by row, and for
    those that hold all rows at once; ``rows_of_cases`` is how many the cases about faults, formats
    and memory have; ``cells`` is what each of the wide tables has in all.
    """

    turns: int
    rows: tuple[int, ...]
    row_by_row: int
    whole_frames: int
    rows_of_cases: int
    columns: tuple[int, ...]
    cells: int
    resources: int
    long_cell_mib: int


SIZES = {
    "smallest": Size(
        turns=1,
        rows=(400,),
        row_by_row=400,
        whole_frames=400,
        rows_of_cases=7_000,  # the fewest that hold 70 errors
        columns=(1, 20),
        cells=400,
        resources=3,
        long_cell_mib=1,
    ),
    "five-minutes": Size(
        turns=3,
        rows=(10_000, 100_000, 1_000_000),
        row_by_row=1_000_000,
        whole_frames=1_000_000,
        rows_of_cases=1_000_000,
        columns=(1, 10, 100, 1_000, 2_000),
        cells=1_000_000,
        resources=1_000,
        long_cell_mib=64,
    ),
    "nightly": Size(
        turns=5,
        rows=(10_000, 100_000, 1_000_000, 5_000_000, 50_000_000),
        row_by_row=1_000_000,
        whole_frames=5_000_000,
        rows_of_cases=1_000_000,
        columns=(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000),
        cells=10_000_000,
        resources=1_000,
        long_cell_mib=64,
    ),
}
"""From the one that a test runs to the one for a night."""
