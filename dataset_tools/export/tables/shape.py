"""What the values of a column ask of a format that holds only some of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

_LONGEST_DECIMAL = 38
_SHORT_DECIMAL = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Counts over the values of one column; shapes of parts are put together by ``joined``.

    Numbers: ``digits`` before and ``scale`` after the point are the most of any value; ``words``
    counts NaN, INF, -INF and numbers of so many digits that they are written with an exponent,
    ``inexact`` those that the nearest double does not tell digit by digit.
    Integers: ``large`` counts those beyond 64 bits. Datetimes: ``zoned`` have a zone, of which
    ``shifted`` have another than UTC; ``fine`` go on beyond microseconds. Times: ``zoned``.
    Texts: ``empty`` are texts without a character, ``nul`` hold U+0000.
    """

    values: int = 0
    digits: int = 0
    scale: int = 0
    words: int = 0
    inexact: int = 0
    large: int = 0
    zoned: int = 0
    shifted: int = 0
    fine: int = 0
    empty: int = 0
    nul: int = 0

    @property
    def precision(self) -> int | None:
        """The digits of a decimal type that holds every number: 18, 38, or None if none does.

        Examples
        --------
        >>> Shape(values=1, digits=3, scale=2).precision
        18
        """
        if self.words or not self.values or self.digits + self.scale > _LONGEST_DECIMAL:
            return None
        is_short = self.digits + self.scale <= _SHORT_DECIMAL
        return _SHORT_DECIMAL if is_short else _LONGEST_DECIMAL

    @property
    def all_zoned(self) -> bool:
        """Whether every moment has a zone."""
        return 0 < self.values == self.zoned


_HIGHEST = ("digits", "scale")


def joined(shapes: Iterable[Shape]) -> Shape:
    """Put the shapes of parts of a column together.

    Examples
    --------
    >>> joined([Shape(values=2, digits=3), Shape(values=1, digits=1)])
    Shape(values=3, digits=3, scale=0, words=0, inexact=0, large=0, zoned=0, shifted=0, fine=0, \
empty=0, nul=0)
    """
    given = list(shapes)
    return Shape(
        **{
            each.name: (max if each.name in _HIGHEST else sum)(
                [getattr(shape, each.name) for shape in given] or [0],
            )
            for each in fields(Shape)
        },
    )


Shapes = Mapping[str, Shape]
"""The shapes of the columns of a table, by field."""


def joined_shapes(one: Shapes, other: Shapes) -> Shapes:
    """Put the shapes of two parts of a table together."""
    return {
        name: joined([one[name], other[name]]) if name in one else other[name] for name in other
    }
