"""Writes one table of training data and one of a day as pandas, PyArrow, Polars and DuckDB write them.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install pandas pyarrow polars duckdb && /tmp/venv/bin/python make_tables.py

The files of a table hold the same values: `plain.csv` is written without any of these libraries.
"""

import csv
import datetime as dt
import pathlib
import random

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

here = pathlib.Path(__file__).parent
names = ["asked", "count", "price", "weight", "flag", "plan", "code", "at", "note", "score"]


def make_rows(seed, rows):
    generator = random.Random(seed)
    noon = dt.datetime(2001, 2, 1, 12)
    start = dt.datetime(2000, 2, 1)
    table = []
    for row in range(rows):
        values = {
            "count": generator.randrange(-50, 2000),
            "price": generator.randrange(100_000) / 100,
            "weight": generator.randrange(1, 4000) / 8 + 0.1,
            "flag": generator.random() < 0.3 if row > 1 else row == 0,
            "plan": generator.choice(["basic", "größer", "a,b", "c;d", 'say "x"', "two\nlines"]),
            "code": ["X", "1", "2", "10"][row % 4],
            "at": start + dt.timedelta(seconds=generator.randrange(30_000_000), milliseconds=generator.randrange(1000)),
            "note": f"n {generator.randrange(400)}",
        }
        if row > 3:
            values = {name: None if generator.random() < 0.1 else value for name, value in values.items()}
        values["weight"] = None if values["weight"] is None else float(str(np.float32(values["weight"])))
        table.append({"asked": noon + dt.timedelta(seconds=row), **values, "score": generator.randrange(1001) / 1000})
    return table


def spell(value):
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="milliseconds") + "Z"
    return str(value)


def write(folder, rows):
    folder.mkdir(exist_ok=True)
    with open(folder / "plain.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([[spell(row[name]) for name in names] for row in rows])
    columns = {name: [row[name] for row in rows] for name in names}

    # What an untyped frame makes of it: whole numbers beside missing ones are floats, True beside None is an object.
    frame = pd.DataFrame(columns)
    frame.to_csv(folder / "pandas.csv", index=False)
    frame.to_csv(folder / "pandas-excel.csv", index=False, sep=";", decimal=",", encoding="utf-8-sig")
    frame.to_csv(folder / "pandas-na.csv", index=False, na_rep="NA", encoding="utf-16")
    for form in ["split", "columns", "index", "records", "table"]:
        frame.to_json(folder / f"pandas-{form}.json", orient=form, date_format="iso", double_precision=15)
    frame.to_json(folder / "pandas.jsonl.gz", orient="records", lines=True, date_format="iso", double_precision=15)
    single = frame.assign(weight=frame.weight.astype("float32"))
    typed = single.astype({"count": "Int32", "flag": "boolean", "plan": "category"})
    typed.to_parquet(folder / "pandas.parquet")

    arrow = pa.table({**columns, "weight": pa.array(columns["weight"], pa.float32()), "plan": pa.array(columns["plan"]).dictionary_encode()})
    pq.write_table(arrow, folder / "pyarrow.parquet")
    pq.write_table(arrow, folder / "pyarrow-int96.parquet", use_deprecated_int96_timestamps=True, compression="zstd", row_group_size=50)
    frame_of_polars = pl.DataFrame(rows, schema_overrides={"weight": pl.Float32})
    frame_of_polars.write_parquet(folder / "polars.parquet")
    frame_of_polars.write_ndjson(folder / "polars.jsonl")
    duckdb.sql("SELECT * FROM arrow").write_parquet(str(folder / "duckdb.parquet"))
    duckdb.sql("COPY (SELECT * FROM arrow) TO '%s' (FORMAT json, ARRAY true)" % (folder / "duckdb.json"))
    duckdb.sql("COPY (SELECT * FROM arrow) TO '%s' (FORMAT csv, DELIMITER '|')" % (folder / "duckdb.csv"))


write(here / "training", make_rows(1, 150))
write(here / "day", make_rows(2, 150))
