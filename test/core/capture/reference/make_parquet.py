"""Writes the Parquet files of parquet.test.ts with pyarrow, and what pyarrow reads back from them as expected.json.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install pyarrow && /tmp/venv/bin/python make_parquet.py
"""

import datetime as dt
import decimal
import json
import math
import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

here = pathlib.Path(__file__).parent
utc = dt.timezone.utc
rows = 40

columns = {
    "double": pa.array([None if i % 7 == 3 else math.nan if i % 11 == 5 else i / 8 for i in range(rows)], pa.float64()),
    "float": pa.array([i / 4 for i in range(rows)], pa.float32()),
    "infinite": pa.array([math.inf, -math.inf] * (rows // 2), pa.float64()),
    "int32": pa.array([None if i % 5 == 0 else -i for i in range(rows)], pa.int32()),
    "int64": pa.array([2**53 + 1 + i for i in range(rows)], pa.int64()),
    "uint8": pa.array(range(rows), pa.uint8()),
    "text": pa.array([None if i % 6 == 1 else f"c{i % 3}" for i in range(rows)], pa.string()),
    "dictionary": pa.array([f"Zürich {i % 2}" for i in range(rows)]).dictionary_encode(),
    "boolean": pa.array([None if i % 4 == 2 else i % 2 == 0 for i in range(rows)], pa.bool_()),
    "date": pa.array([dt.date(2001, 1, 1) + dt.timedelta(days=i) for i in range(rows)], pa.date32()),
    "millis": pa.array([dt.datetime(2001, 1, 1, 0, 0, i, 500000) for i in range(rows)], pa.timestamp("ms")),
    "micros": pa.array([dt.datetime(2001, 1, 1, 0, 0, i, 250, tzinfo=utc) for i in range(rows)], pa.timestamp("us", "UTC")),
    "nanos": pa.array([None if i == 1 else 978307200 * 10**9 + i * 10**6 for i in range(rows)], pa.timestamp("ns")),
    "decimal": pa.array([decimal.Decimal(i) / 4 for i in range(rows)], pa.decimal128(10, 2)),
    "list": pa.array([[i, i + 1] for i in range(rows)], pa.list_(pa.int32())),
    "struct": pa.array([{"a": i} for i in range(rows)]),
    "nothing": pa.nulls(rows, pa.float64()),
    "__proto__": pa.array(range(rows), pa.int32()),
    "a.b": pa.array(range(rows), pa.int32()),
    "": pa.array(range(rows), pa.int32()),
}
table = pa.table(columns)


def expected(name, value):
    """A cell as the reader gives it: times in whole milliseconds since the epoch, lists missing, fields of structs by dots, other values as they are."""
    if value is None or name == "list":
        return None
    if name == "struct":
        return value["a"]
    if name == "nanos":
        return value.value // 10**6
    if isinstance(value, dt.datetime):
        return (value.replace(tzinfo=utc) - dt.datetime(1970, 1, 1, tzinfo=utc)) // dt.timedelta(milliseconds=1)
    if isinstance(value, dt.date):
        return (value - dt.date(1970, 1, 1)).days * 86400000
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return repr(value)
    return value


def nanoseconds(column):
    return [None if scalar.as_py() is None else scalar for scalar in column]


for codec in ("none", "snappy", "gzip", "zstd", "brotli", "lz4"):
    # Row groups of 16, 16 and 8 rows, pages of a few rows, both page versions.
    pq.write_table(
        table,
        here / f"{codec}.parquet",
        compression=codec,
        row_group_size=16,
        data_page_size=64,
        data_page_version="2.0" if codec in ("zstd", "none") else "1.0",
        coerce_timestamps=None,
        version="2.6",
    )

read = pq.read_table(here / "none.parquet")
values = {
    "struct.a" if name == "struct" else name: [expected(name, value) for value in (nanoseconds(read[name]) if name == "nanos" else read[name].to_pylist())]
    for name in read.column_names
}
# Pairs, because __proto__ is a name. 64-bit integers are rounded to doubles by whoever parses this.
(here / "parquet-expected.json").write_text(json.dumps(list(values.items()), ensure_ascii=False, separators=(",", ":")) + "\n")

# Encodings that pyarrow writes when it is asked to, uncompressed, in both page versions, with nulls and without.
encoded = pa.table({
    "plain": pa.array([None if i % 4 == 0 else i for i in range(rows)], pa.int32()),
    "lengths": pa.array([None if i % 3 == 0 else "x" * (i % 5) for i in range(rows)]),
    "prefixes": pa.array([f"depot/{i // 10}/{'y' * (i % 5)}{i}" for i in range(rows)]),
    "some": pa.array([None if i % 7 == 0 else f"depot/{i // 10}" for i in range(rows)]),
    "fixed": pa.array([decimal.Decimal(i) / 4 for i in range(rows)], pa.decimal128(10, 2)),
    "deltas": pa.array([None if i % 5 == 0 else i * i for i in range(rows)], pa.int64()),
})
encodings = {
    "plain": "PLAIN",
    "lengths": "DELTA_LENGTH_BYTE_ARRAY",
    "prefixes": "DELTA_BYTE_ARRAY",
    "some": "DELTA_BYTE_ARRAY",
    "fixed": "DELTA_BYTE_ARRAY",
    "deltas": "DELTA_BINARY_PACKED",
}
for version in ("1.0", "2.0"):
    name = here / f"encodings-v{version[0]}.parquet"
    pq.write_table(encoded, name, compression="none", use_dictionary=False, data_page_version=version, column_encoding=encodings)
    assert pq.read_table(name) == encoded
