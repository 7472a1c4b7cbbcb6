"""A Python module of pandera models: one for each table, over the DataFrames that ``load`` gives.

The module needs pandas and pandera alone. What pandera cannot judge by itself (keys across tables,
row rules, patterns of another dialect than Python's) is told.
"""

import builtins
import keyword
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal

from dataset_tools.compile.pattern import anchored
from dataset_tools.export.destination import Destination
from dataset_tools.export.documents.python_formula import python_formula
from dataset_tools.export.exporter import Exporter, Note, Source
from dataset_tools.export.names import distinct
from dataset_tools.export.tables.dictionary import text_of
from dataset_tools.export.tables.left_out import files_left_out
from dataset_tools.field_types.datetime import datetime_comparable
from dataset_tools.field_types.types import field_type
from dataset_tools.field_types.yearmonth import Yearmonth
from dataset_tools.frames.pandas import pandas_dtype
from dataset_tools.model.package import Resource
from dataset_tools.model.schema import Field, Schema

_HEAD = '''"""Models of the tables of {name}.

``Model.validate(frame)`` judges a DataFrame whose columns have the dtypes of the schema.
"""

import datetime

import numpy as np
import pandas as pd
import pandera.pandas as pa


def _plain(value):
    """Take a value out of a column; None is a missing one."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    return value.item() if hasattr(value, "item") else value


def _holds(frame, rule):
    """Judge each row; one for which the rule has no value does not satisfy it."""
    judged = []
    for cells in zip(*(frame[name] for name in frame.columns)):
        try:
            judged.append(bool(rule(dict(zip(frame.columns, map(_plain, cells))))))
        except (ArithmeticError, LookupError, TypeError, ValueError):
            judged.append(False)
    return pd.Series(judged, index=frame.index, dtype=bool)
'''
_DTYPES: Mapping[str, str] = {
    "str": "str",
    "object": "object",
    "int64": 'np.dtype("int64")',
    "Int64": "pd.Int64Dtype()",
    "bool": 'np.dtype("bool")',
    "boolean": "pd.BooleanDtype()",
    "float64": 'np.dtype("float64")',
    "datetime64[us]": 'np.dtype("datetime64[us]")',
    "period[M]": 'pd.PeriodDtype("M")',
}
_RESERVED = frozenset({"pd", "pa", "np", "datetime", "str", "object", "bool", "len", "Config"})
_SIZED_OBJECTS = frozenset({"list", "array", "object"})
_OTHER_DIALECT = re.compile(r"\\[pPbBAzZ]|\\x\{|&&|~~|--|\[:|\(\?(?!:)|\\[0-9]|\{,|[*+?}]\+")
"""What Rust and Python read in different ways, or only one of them."""
_LONGEST_NAME = 100
_BOUNDS = (
    ("ge", "minimum"),
    ("le", "maximum"),
    ("gt", "exclusive_minimum"),
    ("lt", "exclusive_maximum"),
)


def write_pandera(source: Source, destination: Destination) -> Iterator[Note]:
    """Write ``models.py``."""
    package = source.package
    classes = distinct([table.name for table in package.tables], _class_name, _LONGEST_NAME)
    parts = [_HEAD.format(name=_docstring(f"{package.name} {package.version}".strip()))]
    parts += [_model(table, classes[table.name]) for table in package.tables]
    destination.write("models.py", "\n\n".join(parts))
    for table in package.tables:
        yield from _notes(table)
    yield from files_left_out(package)


def _class_name(name: str) -> str:
    words = re.findall(r"[A-Za-z0-9]+", name)
    joined = "".join(word[0].upper() + word[1:] for word in words)
    plain = joined if joined.isidentifier() else f"Table{joined}"
    return f"{plain}Model" if hasattr(builtins, plain) or keyword.iskeyword(plain) else plain


def _docstring(text: str) -> str:
    """Return a text that a docstring can hold."""
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', "'")


def _model(table: Resource, name: str) -> str:
    schema = table.schema or Schema()
    about = _docstring(text_of(table.descriptor.get("description")) or table.title or table.name)
    lines = [f"class {name}(pa.DataFrameModel):", f'    """{about}"""', ""]
    lines += [_field(field, at) for at, field in enumerate(schema.fields, start=1)]
    for at, field in enumerate(schema.fields, start=1):
        for check in _checks(field, at):
            lines += ["", *(f"    {line}" for line in check)]
    for check in _row_checks(schema):
        lines += ["", *(f"    {line}" for line in check)]
    lines += ["", *_config(schema, table.name)]
    return "\n".join(lines) + "\n"


def _config(schema: Schema, name: str) -> Iterator[str]:
    yield "    class Config:"
    yield f"        name = {name!r}"
    yield "        strict = True"
    yield "        ordered = True"
    if schema.primary_key:
        yield f"        unique = {list(schema.primary_key)!r}"


def _attribute(field: Field, at: int) -> str:
    """Return the name of a model's attribute: the field's, where Python and pandera take it."""
    from pandera.pandas import DataFrameModel

    name = field.name
    is_safe = (
        name.isidentifier()
        and name.isascii()
        and not name.startswith("_")
        and not keyword.iskeyword(name)
        and not hasattr(DataFrameModel, name)
        and name not in _RESERVED
        and not re.fullmatch(r"(?:field|check)_.*", name)
    )
    return name if is_safe else f"field_{at}"


def _field(field: Field, at: int) -> str:
    attribute = _attribute(field, at)
    options = {} if attribute == field.name else {"alias": repr(field.name)}
    options |= {"nullable": "True"} if field.is_nullable else {}
    options |= {"unique": "True"} if field.constraints.unique and not field.is_nullable else {}
    options |= dict(_limits(field))
    options |= {"title": repr(field.title)} if field.title else {}
    written = ", ".join(f"{name}={value}" for name, value in options.items())
    return f"    {attribute}: {_dtype(field)} = pa.Field({written})"


def _dtype(field: Field) -> str:
    if field.categories is None:
        return _DTYPES[pandas_dtype(field)]
    values = ", ".join(repr(each.value) for each in field.categories)
    dtype = ', dtype="str"' if field.type == "string" else ""
    return f"pd.CategoricalDtype(pd.Index([{values}]{dtype}), ordered={field.categories_ordered})"


def _limits(field: Field) -> Iterator[tuple[str, str]]:
    """Yield the constraints that pandera's own checks judge."""
    limits = field.constraints
    for name, property_ in _BOUNDS:
        bound = _literal(field, getattr(limits, property_))
        if bound is not None:
            yield name, bound
    if limits.enum is not None:
        values = [_literal(field, each) for each in limits.enum]
        if None not in values:
            yield "isin", f"[{', '.join(each for each in values if each is not None)}]"
    if field.type == "string" and (limits.min_length, limits.max_length) != (None, None):
        sizes = {"min_value": limits.min_length, "max_value": limits.max_length}
        yield "str_length", repr({name: size for name, size in sizes.items() if size is not None})
    if limits.pattern is not None and _is_portable(limits.pattern):
        yield "str_matches", repr(rf"(?:{limits.pattern})\Z")


def _literal(field: Field, raw: object) -> str | None:  # noqa: PLR0911 (a case a type)
    """Write a value as Python; None where the column's values cannot be compared with it."""
    if raw is None:
        return None
    value = field_type(field.type).from_json(field, raw)
    if isinstance(value, bool | str | int):
        return repr(value)
    if isinstance(value, Decimal):
        return repr(float(value)) if value.is_finite() else None
    if isinstance(value, datetime):
        return f'pd.Timestamp("{datetime_comparable(value)}")'
    if isinstance(value, date):
        return f'pd.Timestamp("{value.isoformat()}")'
    if isinstance(value, time) and value.tzinfo is None:
        return repr(value)
    return f'pd.Period("{value}", "M")' if isinstance(value, Yearmonth) else None


def _is_portable(pattern: str) -> bool:
    """Whether Python reads a pattern as it is meant: as XML Schema's, of a whole value."""
    is_rewritten = anchored(pattern) != rf"\A(?:{pattern})\z"
    marks = pattern.replace("[^", "")
    if is_rewritten or _OTHER_DIALECT.search(pattern) or "^" in marks or "$" in marks:
        return False
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _checks(field: Field, at: int) -> Iterator[list[str]]:
    """Yield the methods of the checks that pandera has not."""
    limits = field.constraints
    if limits.unique and field.is_nullable:
        yield [
            f"@pa.check({field.name!r})",
            f"def check_{at}_unique(cls, values: pd.Series) -> pd.Series:",
            "    return ~values.duplicated() | values.isna()",
        ]
    if field.type in _SIZED_OBJECTS and (limits.min_length, limits.max_length) != (None, None):
        least = limits.min_length or 0
        most = "" if limits.max_length is None else f" <= {limits.max_length}"
        yield [
            f"@pa.check({field.name!r}, element_wise=True, ignore_na=True)",
            f"def check_{at}_length(cls, value: object) -> bool:",
            f"    return {least} <= len(value){most}",
        ]


def _row_checks(schema: Schema) -> Iterator[list[str]]:
    """Yield the methods of the checks over several fields."""
    for number, key in enumerate(schema.unique_keys, start=1):
        if key != schema.primary_key:
            yield [
                "@pa.dataframe_check",
                f"def check_key_{number}(cls, frame: pd.DataFrame) -> pd.Series:",
                f"    key = frame[{list(key)!r}]",
                "    return ~key.duplicated() | key.isna().any(axis=1)",
            ]
    for number, rule in enumerate(schema.rules, start=1):
        expression = python_formula(rule, schema)
        if expression is not None and rule.severity == "error":
            yield [
                f"@pa.dataframe_check(name={rule.name!r}, error={rule.formula!r})",
                f"def check_rule_{number}(cls, frame: pd.DataFrame) -> pd.Series:",
                f"    return _holds(frame, lambda row: {expression})",
            ]


def _notes(table: Resource) -> Iterator[Note]:
    schema = table.schema or Schema()
    for field in schema.fields:
        for message in _messages(field):
            yield Note(table=table.name, field=field.name, message=message)
    for foreign_key in schema.foreign_keys:
        yield Note(
            table=table.name,
            field=", ".join(foreign_key.fields),
            message=f"the foreign key to {foreign_key.resource or table.name} is not in the model",
        )
    for rule in schema.rules:
        if rule.severity == "error" and python_formula(rule, schema) is not None:
            continue
        yield Note(table=table.name, message=f'the row rule "{rule.name}" is not in the model')


def _messages(field: Field) -> Iterator[str]:
    limits, said = field.constraints, dict(_limits(field))
    if limits.pattern is not None and "str_matches" not in said:
        yield "the pattern is not in the model: Python reads it in another way"
    if limits.json_schema is not None:
        yield "the jsonSchema is not in the model"
    wanted = [name for name, property_ in _BOUNDS if getattr(limits, property_) is not None]
    wanted += ["isin"] if limits.enum is not None else []
    if any(name not in said for name in wanted):
        yield f"bounds and enum of {field.type} values are not in the model"


PANDERA = Exporter(suffixes=(".py",), write=write_pandera)
