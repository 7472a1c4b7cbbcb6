"""DT5xx: files by their bytes."""

import json

from dataset_tools.errors.kind import ErrorKind, Example, resource_example

_SCHEMA = {"fields": [{"name": "id", "type": "integer"}]}
_DESCRIPTOR = (
    json.dumps(
        {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "resources": [{"name": "table", "path": "table.csv", "schema": _SCHEMA}],
        },
        indent=2,
    )
    + "\n"
)


def _rows_example(bad: str) -> Example:
    good = {"datapackage.json": _DESCRIPTOR, "table.csv": "id\n1\n"}
    return Example(bad={**good, "table.csv": bad}, mended=good)


def _resource(**properties: object) -> str:
    return json.dumps({"name": "table", "path": "table.csv", "schema": _SCHEMA, **properties})


def _json_example(bad: str) -> Example:
    descriptor = _DESCRIPTOR.replace("table.csv", "table.json")
    good = {"datapackage.json": descriptor, "table.json": '[{"id": 1}]\n'}
    return Example(bad={**good, "table.json": bad}, mended=good)


MISSING_FILE = ErrorKind(
    code="DT501",
    type="scheme-error",
    title="File is missing",
    message='The file "{place}" {note}',
    explanation="The descriptor names a file that is not there, or that is no regular file.",
    fix="Add the file, or mend the path; paths are relative to the descriptor's folder.",
    example=resource_example(bad=_resource(path="tabel.csv"), mended=_resource()),
)
UNSAFE_PATH = ErrorKind(
    code="DT502",
    type="scheme-error",
    title="Path leaves the package",
    message='The path "{place}" is not read: {note}',
    explanation="A package is untrusted input: absolute paths, `..`, links out of the folder, "
    "devices and URLs are refused.",
    fix="Put the file into the package's folder and give its path from there.",
    example=resource_example(bad=_resource(path="../table.csv"), mended=_resource()),
)
EMPTY_FILE = ErrorKind(
    code="DT503",
    type="source-error",
    title="File is empty",
    message='The file "{place}" is empty',
    explanation="A table needs at least its header; an empty file is most often a failed export.",
    fix="Write the file again; a table without rows still has its header.",
    example=_rows_example(""),
)
UNCLOSED_QUOTE = ErrorKind(
    code="DT504",
    type="source-error",
    title="Quoted cell is never closed",
    message='"{place}", line {line}: {note}',
    explanation="A quotation mark opens a cell, and the file ends before another closes it; the "
    "file may have been cut, or the mark may be a stray one.",
    fix="Close the quotation, double the mark if it belongs to the text, or fetch the file again.",
    example=_rows_example('id\n1\n"2\n'),
)
ENCODING = ErrorKind(
    code="DT505",
    type="encoding-error",
    title="File is not in its encoding",
    message='"{place}": {note}',
    explanation="The bytes of the file cannot be read in the encoding that the descriptor states.",
    fix="Save the file as UTF-8, or state its encoding in the descriptor.",
    example=resource_example(
        bad='{"name": "table", "path": "table.csv", "encoding": "ascii"}',
        mended='{"name": "table", "path": "table.csv", "encoding": "utf-8"}',
        rows="name\nAndré\n",
    ),
)
UNKNOWN_ENCODING = ErrorKind(
    code="DT506",
    type="encoding-error",
    title="Encoding is unknown",
    message='"{place}": {note}',
    explanation="The descriptor states an encoding that is no text encoding known here.",
    fix="State the encoding by its usual name, such as utf-8, latin-1 or windows-1252.",
    example=resource_example(bad=_resource(encoding="utf-9"), mended=_resource()),
)
BYTE_COUNT = ErrorKind(
    code="DT507",
    type="byte-count",
    title="File has another size",
    message='"{place}": {note}',
    explanation="The file's length in bytes is not the `bytes` of the descriptor.",
    fix="If the file is right, refresh the descriptor: dataset-tools build --update",
    example=resource_example(bad=_resource(bytes=7), mended=_resource(bytes=5)),
)
HASH = ErrorKind(
    code="DT508",
    type="hash-count",
    title="File has another hash",
    message='"{place}": {note}',
    explanation="The hash of the file's bytes is not the `hash` of the descriptor.",
    fix="If the file is right, refresh the descriptor: dataset-tools build --update",
    example=resource_example(
        bad=_resource(hash="sha256:" + "0" * 64),
        mended=_resource(
            hash="sha256:7cde7fb64fd82bd152710cf238e017b9ab46c0592483edc067ba4f6c75fac108",
        ),
    ),
)
FORMAT = ErrorKind(
    code="DT509",
    type="format-error",
    title="Format cannot be read",
    message='"{place}": {note}',
    explanation="The resource is a table in a format that is not read here, so nothing in it "
    "was checked.",
    fix="Save the table as CSV, or give the resource the format that it has.",
    example=resource_example(bad=_resource(format="sav"), mended=_resource(format="csv")),
)
RECORD_TOO_LONG = ErrorKind(
    code="DT510",
    type="source-error",
    title="Record is too long",
    message='"{place}", line {line}: {note}',
    explanation="One record is longer than the bound that keeps memory flat; most often a stray "
    "quotation mark has swallowed the lines that follow it.",
    fix="Close or double the quotation mark in the line that is named.",
)
UNPACKING = ErrorKind(
    code="DT511",
    type="compression-error",
    title="File cannot be unpacked",
    message='"{place}": {note}',
    explanation="The file is not of the compression that its name or the descriptor states, was "
    "cut, or is damaged; or a zip archive holds several files and `innerpath` names none of them.",
    fix="Compress the file again, state its compression, or name the file in the archive by "
    "`innerpath`.",
    example=resource_example(bad=_resource(compression="gz"), mended=_resource()),
)
UNPACKS_TO_TOO_MUCH = ErrorKind(
    code="DT512",
    type="compression-error",
    title="File unpacks to too much",
    message='"{place}": {note}',
    explanation="A small file unpacks to a vast one, as a bomb does, or the sheet of a workbook "
    "spans more cells than memory holds. Real tables stay far below these bounds.",
    fix="Store the table without compression, or split it; clear stray cells far from the table.",
)
JSON_SYNTAX = ErrorKind(
    code="DT513",
    type="source-error",
    title="File is no JSON",
    message='"{place}": {note}',
    explanation="The text of the file breaks the rules of JSON at the place that is named; the "
    "rows from there on were not read. `NaN` and `Infinity` are no JSON.",
    fix="Mend the text there, or write the file again by a program.",
    example=_json_example('[{"id": 1}\n'),
)
ROWS_NOT_THERE = ErrorKind(
    code="DT514",
    type="source-error",
    title="Rows are not where the dialect says",
    message='"{place}": {note}',
    explanation="The file can be read, but it has not the property, the sheet or the table that "
    "the dialect names; or its JSON data are no array.",
    fix="Name the place of the rows in the dialect: property, sheetName, sheetNumber or table.",
    example=_json_example('{"rows": [{"id": 1}]}\n'),
)
ITEM_IS_NO_ROW = ErrorKind(
    code="DT515",
    type="source-error",
    title="Item is no row",
    message='"{place}": {note}',
    explanation="The rows of JSON data are all objects or all arrays; another value among them "
    "is none, and the rows from there on were not read.",
    fix="Write each row as an object, or each as an array; set itemType in the dialect.",
    example=_json_example('[{"id": 1}, 2]\n'),
)
NOT_OF_ITS_FORMAT = ErrorKind(
    code="DT516",
    type="format-error",
    title="File is not of its format",
    message='"{place}": {note}',
    explanation="The file is no workbook, Parquet file or database as its name or the descriptor "
    "says, or it is damaged.",
    fix="Save the file again, or state the format that it has.",
    example=resource_example(bad=_resource(format="xlsx"), mended=_resource(format="csv")),
)

KINDS = (
    MISSING_FILE,
    UNSAFE_PATH,
    EMPTY_FILE,
    UNCLOSED_QUOTE,
    ENCODING,
    UNKNOWN_ENCODING,
    BYTE_COUNT,
    HASH,
    FORMAT,
    RECORD_TOO_LONG,
    UNPACKING,
    UNPACKS_TO_TOO_MUCH,
    JSON_SYNTAX,
    ROWS_NOT_THERE,
    ITEM_IS_NO_ROW,
    NOT_OF_ITS_FORMAT,
)
