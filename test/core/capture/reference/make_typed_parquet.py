"""Writes typed-*.parquet: one table of typed values by several writers, and typed-expected.json with what each value stands for.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install pyarrow pandas polars duckdb && /tmp/venv/bin/python make_typed_parquet.py
"""

import datetime as dt
import decimal
import json
import pathlib

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

here = pathlib.Path(__file__).parent
rows = 12
start = dt.datetime(2025, 3, 1, 12, 0, 0)
moments = [start + dt.timedelta(hours=7 * i, microseconds=250 * i) for i in range(rows)]
dates = [dt.date(1969, 12, 28) + dt.timedelta(days=i) for i in range(rows)]
clocks = [dt.time(i, 2 * i, 3 * i, 500 * i) for i in range(rows)]
spans = [dt.timedelta(days=i - 3, minutes=i, microseconds=1500 * i) for i in range(rows)]
singles = np.array([0.1 * i for i in range(rows)], dtype=np.float32)
halves = np.array([0.1 * i for i in range(rows)], dtype=np.float16)

frame = {
    "moment": moments,
    "date": dates,
    "clock": clocks,
    "span": spans,
    "single": singles,
}

arrow = pa.table(
    {
        "moment": pa.array(moments, pa.timestamp("us")),
        "date": pa.array(dates, pa.date32()),
        "clock": pa.array(clocks, pa.time64("us")),
        "span": pa.array(spans, pa.duration("us")),
        "single": pa.array(singles, pa.float32()),
        "half": pa.array(halves, pa.float16()),
        "price": pa.array([None if i == 1 else decimal.Decimal(1999 + i) / 100 for i in range(rows)], pa.decimal128(10, 2)),
    }
)
pq.write_table(arrow, here / "typed-pyarrow.parquet")
pq.write_table(arrow.select(["moment"]), here / "typed-int96.parquet", use_deprecated_int96_timestamps=True)
pd.DataFrame(frame).assign(moment=lambda f: f.moment.astype("datetime64[ns]")).to_parquet(here / "typed-pandas.parquet")
pl.DataFrame(frame).with_columns(pl.col("single").cast(pl.Float32)).write_parquet(here / "typed-polars.parquet")
supported = arrow.select(["moment", "date", "clock", "single"])
duckdb.sql("COPY (SELECT * FROM supported) TO '%s' (FORMAT parquet)" % (here / "typed-duckdb.parquet"))

epoch = dt.datetime(1970, 1, 1)
millisecond = dt.timedelta(milliseconds=1)
expected = {
    "moment": [(value - epoch) // millisecond for value in moments],
    "date": [(value - epoch.date()) // millisecond for value in dates],
    "clock": [
        ((value.hour * 3600 + value.minute * 60 + value.second) * 10**6 + value.microsecond) / 1000 for value in clocks
    ],
    "span": [(value // dt.timedelta(microseconds=1)) / 1000 for value in spans],
    # What numpy prints is the shortest decimal that rounds to the value.
    "single": [float(str(value)) for value in singles],
    "half": [float(str(value)) for value in halves],
    "price": [None if i == 1 else (1999 + i) / 100 for i in range(rows)],
}
texts = {
    "moment": [value.isoformat() for value in moments],
    "date": [value.isoformat() for value in dates],
    "clock": [value.isoformat() for value in clocks],
    "span": [str(pd.Timedelta(value)) for value in spans],
}
random = np.random.default_rng(20250301)
bits = random.integers(0, 2**32, 4000, dtype=np.uint32).view(np.float32)
drawn = np.concatenate([bits[np.isfinite(bits)], (random.random(1000) * 10.0 ** random.integers(-6, 9, 1000)).astype(np.float32)])
small = random.integers(0, 2**16, 800, dtype=np.uint16).view(np.float16)
small = small[np.isfinite(small)]
floats = {
    "single": [[float(value), float(str(value))] for value in drawn],
    "half": [[float(value), float(str(value))] for value in small],
}
(here / "typed-expected.json").write_text(json.dumps({"values": expected, "texts": texts}, separators=(",", ":")) + "\n")
(here.parent.parent / "columns" / "reference").mkdir(exist_ok=True)
(here.parent.parent / "columns" / "reference" / "shortest-floats.json").write_text(json.dumps(floats, separators=(",", ":")) + "\n")
