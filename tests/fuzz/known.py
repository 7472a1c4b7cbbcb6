"""All targets by name."""

from collections.abc import Mapping
from types import MappingProxyType

from tests.fuzz import archive, cells, descriptor, dialect, formula, fragments
from tests.fuzz.target import Target

TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "descriptor": descriptor.TARGET,
        "dialect": dialect.TARGET,
        "cells": cells.TARGET,
        "formula": formula.TARGET,
        "fragments": fragments.TARGET,
        "zip": archive.TARGET,
    }
)
