"""What a table is held against, whether it stands the test or not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Check:
    """An entry of the catalogue, and what of the table it is about: fields, or a row rule."""

    code: str
    subject: tuple[str, ...] = ()
