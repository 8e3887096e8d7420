"""The columns of a Parquet output: what stands beside the texts with the types it has, then the cleaned columns with theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from cleannews.batch import TYPES, arrow_array, schema, without_surrogates
from cleannews.files.inputs import Input, Part
from cleannews.files.plain import json_text
from cleannews.files.records import Damaged, Unreadable, Wanted, read_part

#: Types of JSON columns are told from so many records at the head of the first file.
_SAMPLE = 1000
#: The column for what fits no other, as a JSON object.
OTHER = "other"
_INT64 = range(-(1 << 63), 1 << 63)


@dataclass(frozen=True)
class Layout:
    """Names and Arrow types of the columns that are handed on (the same in every part), and the names of the cleaned columns.

    json   columns that hold nested values as JSON text.
    """

    carried: tuple[tuple[str, Any], ...]
    columns: tuple[str, ...]
    json: frozenset[str] = frozenset()

    def schema(self, about: Mapping[str, str]) -> Any:
        """The PyArrow schema of the output."""
        import pyarrow as pa

        fields = [pa.field(name, kind) for name, kind in (*self.carried, (OTHER, pa.string()))]
        return pa.schema([*fields, *schema(self.columns)], metadata={f"cleannews.{name}": value for name, value in about.items()})


def encoded_layout(layout: Layout) -> dict[str, Any]:
    """The layout as JSON-ready values."""
    import base64

    import pyarrow as pa

    described = {name: "json" if name in layout.json else str(kind) for name, kind in layout.carried}
    return {"columns": described, "cleaned": list(layout.columns), "schema": base64.b64encode(pa.schema(list(layout.carried)).serialize()).decode("ascii")}


def decoded_layout(values: dict[str, Any]) -> Layout:
    """The layout that `encoded_layout` wrote."""
    import base64

    import pyarrow as pa

    carried = pa.ipc.read_schema(pa.py_buffer(base64.b64decode(values["schema"])))
    as_json = frozenset(name for name, kind in values["columns"].items() if kind == "json")
    return Layout(tuple((field.name, field.type) for field in carried), tuple(values["cleaned"]), as_json)


def carried_name(name: str, columns: Iterable[str]) -> str:
    """What a column of the input is called in the output: `raw_` is put before the name of a cleaned column."""
    return f"raw_{name}" if name in columns else name


def renamed(fields: dict[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    """The fields under the names that they have in the output."""
    if not any(name in fields for name in columns):
        return fields
    out: dict[str, Any] = {}
    for name, value in fields.items():
        new = carried_name(name, columns)
        while new != name and new in fields:
            new = f"raw_{new}"
        out[new] = value
    return out


def layout_of(inputs: Sequence[Input], wanted: Wanted, columns: Sequence[str]) -> Layout:
    """The layout for these inputs: the columns of the first file of each format. What later files have besides goes to the column `other`."""
    import pyarrow as pa

    carried: dict[str, Any] = {}
    as_json: set[str] = set()
    seen: set[str] = set()
    for source in inputs:
        if source.format in seen or source.path == "-":
            continue
        found = (
            _warc_columns(wanted) if source.format == "warc" else _parquet_columns(source, wanted) if source.format == "parquet" else _sampled(source, wanted)
        )
        if found is None:
            continue
        seen.add(source.format)
        for name, kind in found.items():
            name = carried_name(name, columns)
            if name not in carried and name != OTHER:
                carried[name] = pa.string() if kind == "json" else kind
                if kind == "json":
                    as_json.add(name)
    if any(source.path == "-" for source in inputs) and not carried:
        # A stream can't be looked at twice: everything beside the text goes to `other`, but for the address.
        carried = {name: pa.string() for name in ("id", "url")}
    return Layout(tuple(carried.items()), tuple(columns), frozenset(as_json))


def _warc_columns(wanted: Wanted) -> dict[str, Any]:
    import pyarrow as pa

    return {name: pa.string() for name in ("id", "url", "date", *([wanted.field] if wanted.keep_text else []))}


def _parquet_columns(source: Input, wanted: Wanted) -> dict[str, Any] | None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        found = pq.read_schema(source.path)
    except (OSError, pa.ArrowException):
        return None
    return {field.name: field.type for field in found if wanted.keep_text or field.name != wanted.field}


def _sampled(source: Input, wanted: Wanted) -> dict[str, Any] | None:
    """The columns of a JSON Lines or CSV file, told from its head. None if it can't be read."""
    try:
        records = list(islice((fields for batch in read_part(Part(source.name, source), wanted) for fields in batch.carried), _SAMPLE))
    except (Unreadable, Damaged):
        return None
    if not records:
        return None
    values: dict[str, list[Any]] = {}
    for fields in records:
        for name, value in fields.items():
            values.setdefault(name, []).append(value)
    return {name: _told(found) for name, found in values.items()}


def _told(values: Iterable[Any]) -> Any:
    """The Arrow type that all these values have, or "json"."""
    import pyarrow as pa

    kinds = {type(value) for value in values if value is not None}
    if kinds == {list}:
        inner = {type(item) for value in values if value for item in value}
        return pa.list_(pa.string()) if inner <= {str} else "json"
    if kinds <= {int, float} and kinds:
        return pa.float64() if float in kinds else pa.int64()
    return {str: pa.string(), bool: pa.bool_()}[kinds.pop()] if kinds in ({str}, {bool}) else pa.string() if not kinds else "json"


def table(layout: Layout, carried: Any, cleaned: Mapping[str, Sequence[Any]], target: Any) -> Any:
    """A batch as a PyArrow record batch with the schema `target`."""
    import pyarrow as pa

    beside = _from_rows(layout, carried) if isinstance(carried, list) else _from_columns(layout, carried)
    arrays = [*beside, *(arrow_array(cleaned[name], TYPES[name]) for name in layout.columns)]
    return pa.RecordBatch.from_arrays(arrays, schema=target)


def _from_rows(layout: Layout, rows: Sequence[dict[str, Any]]) -> list[Any]:
    columns: dict[str, list[Any]] = {name: [None] * len(rows) for name, _ in layout.carried}
    fits = {name: (lambda value: True) if name in layout.json else _fit(kind) for name, kind in layout.carried}
    other: list[str | None] = []
    for row, fields in enumerate(rows):
        left: dict[str, Any] = {}
        for name, value in renamed(fields, layout.columns).items():
            fit = fits.get(name)
            if value is None and fit:
                continue
            if fit and fit(value):
                columns[name][row] = json_text(value) if name in layout.json else value
            else:
                left[name] = value
        other.append(json_text(left) if left else None)
    import pyarrow as pa

    return [*(_array(columns[name], kind) for name, kind in layout.carried), _array(other, pa.string())]


def _array(values: list[Any], kind: Any) -> Any:
    import pyarrow as pa

    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([without_surrogates(value) for value in values], kind)


def _fit(kind: Any) -> Any:
    """Whether a JSON value can stand in a column of this type as it is."""
    import pyarrow as pa

    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return lambda value: isinstance(value, str)
    if pa.types.is_int64(kind):
        return lambda value: type(value) is int and value in _INT64
    if pa.types.is_float64(kind):
        return lambda value: type(value) is float or (type(value) is int and abs(value) <= 1 << 53)
    if pa.types.is_boolean(kind):
        return lambda value: isinstance(value, bool)
    if kind == pa.list_(pa.string()):
        return lambda value: isinstance(value, list) and all(isinstance(item, str) for item in value)
    return lambda value: False


def _from_columns(layout: Layout, found: Any) -> list[Any]:
    import pyarrow as pa

    n = len(found)
    there = renamed({name: found.column(k) for k, name in enumerate(found.schema.names)}, layout.columns)
    out: list[Any] = []
    for name, kind in layout.carried:
        column = there.get(name)
        if column is not None and column.type != kind:
            column = _widened(column, kind) if name not in layout.json else None
        if column is not None:
            there.pop(name)
        out.append(pa.nulls(n, kind) if column is None else column)
    rest = {name: column.to_pylist() for name, column in there.items()}
    left = [{name: values[row] for name, values in rest.items() if values[row] is not None} for row in range(n)]
    return [*out, pa.array([json_text(fields) if fields else None for fields in left], pa.string())]


def _widened(column: Any, kind: Any) -> Any:
    """The column as another type of its family, if every value has a place there; else None."""
    import pyarrow as pa

    families = (lambda t: pa.types.is_string(t) or pa.types.is_large_string(t), pa.types.is_integer, pa.types.is_floating)
    if not any(family(column.type) and family(kind) for family in families):
        return None
    try:
        return column.cast(kind)
    except pa.ArrowInvalid:
        return None
