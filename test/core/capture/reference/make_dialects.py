"""Writes dialects/: one small table as real writers write it, in every delimiter, encoding and JSON form, and
dialects-expected.json: the table, and what has to be said to read each file.

    python -m venv venv && venv/bin/pip install pandas==3.1.1 polars==2.1.0 duckdb==2.0.1 pyarrow==26.0.1
    venv/bin/python make_dialects.py
"""
import csv
import gzip
import io
import json
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv

here = Path(__file__).parent
folder = here / "dialects"
# Commas in every text, so that comma and the true delimiter both cut all records; other delimiters, quotes, a line end.
columns = {
    "id": [1, 2, 3, 4, 5],
    "name": ["Müller, Jörg", 'Smith, "Bob"', "Zoë, Ann", "Ng, Al", "£5, net"],
    "price": [1234567.5, -0.25, None, 1e-7, -98765.0],
    "note": ["a;b", "x|y", "two\nlines", "t\tab", "plain"],
}
frame = pd.DataFrame(columns)
plain = pl.DataFrame(columns)
arrow = pa.table(columns)
duckdb.register("rows", arrow)
files: dict[str, dict] = {}


def add(name: str, data: bytes | str, **said):
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    files[name] = said


def python_csv(dialect: str, encoding: str = "utf-8", before: str = "", header: bool = True, **options) -> bytes:
    out = io.StringIO(newline="")
    out.write(before)
    writer = csv.writer(out, dialect, **options)
    if header:
        writer.writerow(columns)
    writer.writerows(zip(*columns.values()))
    return out.getvalue().encode(encoding)


def pandas_csv(encoding: str = "utf-8", **options) -> bytes:
    return frame.to_csv(index=False, **options).encode(encoding)


def duck(name: str, options: str):
    path = folder / name
    duckdb.sql(f"COPY rows TO '{path}' ({options})")
    files[name] = {}


DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
folder.mkdir(exist_ok=True)
for name, delimiter in DELIMITERS.items():
    add(f"pandas-{name}.csv", pandas_csv(sep=delimiter))
    add(f"polars-{name}.csv", plain.write_csv(separator=delimiter))
    out = io.BytesIO()
    pyarrow.csv.write_csv(arrow, out, pyarrow.csv.WriteOptions(delimiter=delimiter))
    add(f"pyarrow-{name}.csv", out.getvalue())
    duck(f"duckdb-{name}.csv", f"FORMAT csv, HEADER, DELIMITER '{delimiter}'")
    add(f"sep-{name}.csv", python_csv("excel", before=f"sep={delimiter}\r\n", delimiter=delimiter))
add("excel-tab.csv", python_csv("excel-tab"))
add("excel-sep-utf16.csv", python_csv("excel", "utf-16", before="sep=;\r\n", delimiter=";"))
add("unix.csv", python_csv("unix"))
add("quote-nonnumeric.csv", python_csv("excel", quoting=csv.QUOTE_NONNUMERIC, delimiter=";"))
add("caret.csv", python_csv("excel", delimiter="^"), delimiter="^")
# Without a header, columns are named by their positions.
add("no-header.csv", python_csv("unix", header=False), names="position", header=False)

add("utf-8-bom.csv", pandas_csv("utf-8-sig", sep=";"))
add("polars-bom.csv", plain.write_csv(include_bom=True))
add("utf-16.csv", pandas_csv("utf-16", sep="\t"))
add("utf-16-be.csv", b"\xfe\xff" + pandas_csv("utf-16-be", sep="\t"))
add("utf-16le-declared.csv", pandas_csv("utf-16-le"), encoding="utf-16le")
add("utf-16be-declared.csv", pandas_csv("utf-16-be"), encoding="utf-16be")
add("latin-1.csv", pandas_csv("latin-1", sep=";"), encoding="latin-1")
add("windows-1252.csv", pandas_csv("cp1252", sep=";"), encoding="windows-1252")
add("utf-8-bom-declared-windows-1252.csv", pandas_csv("utf-8-sig"), encoding="windows-1252")
add("utf-16-declared-windows-1252.csv", pandas_csv("utf-16"), encoding="windows-1252")
add("utf-16.jsonl", frame.to_json(orient="records", lines=True, force_ascii=False).encode("utf-16"))
add("windows-1252.json", frame.to_json(orient="records", force_ascii=False).encode("cp1252"), encoding="windows-1252")
add("pandas.csv.gz", gzip.compress(pandas_csv(sep=";"), mtime=0))

add("pandas-decimal.csv", pandas_csv(sep=";", decimal=","), decimal=",")
add("pandas-decimal-tab.csv", pandas_csv(sep="\t", decimal=","), decimal=",")
add("pandas-decimal-comma.csv", pandas_csv(sep=",", decimal=",", quoting=csv.QUOTE_ALL), decimal=",")
add("polars-decimal.csv", plain.write_csv(separator=";", decimal_comma=True), decimal=",")


def grouped(thousands: str, decimal: str, minus: str = "-") -> dict:
    def write(value):
        if value is None:
            return None
        text = f"{value:,}" if abs(value) > 1e-5 else repr(value)
        return text.replace(",", "\0").replace(".", decimal).replace("\0", thousands).replace("-", minus, int(value < 0))

    return {**columns, "price": [write(value) for value in columns["price"]]}


GROUPS = {
    "point": (".", ",", "."),
    "comma": (",", ".", ","),
    "space": (" ", ",", " "),
    "no-break-space": ("\u00a0", ",", " "),
    "narrow-space": ("\u202f", ",", " "),
    "apostrophe": ("'", ".", "'"),
    "right-quote": ("\u2019", ".", "'"),
}
for name, (thousands, decimal, said) in GROUPS.items():
    table = pd.DataFrame(grouped(thousands, decimal))
    declared = {"decimal": decimal, "thousands": said}
    add(f"thousands-{name}.csv", table.to_csv(index=False, sep=";"), **declared)
    add(f"thousands-{name}.json", table.to_json(orient="records"), **declared)
add("minus-sign.csv", pd.DataFrame(grouped("\u00a0", ",", "\u2212")).to_csv(index=False, sep=";"), decimal=",", thousands=" ")

indexed = frame.set_index(pd.Index([3, 10, 2, 7, 5]))
for orient in ["columns", "index", "split", "records", "table"]:
    add(f"pandas-{orient}.json", frame.to_json(orient=orient, double_precision=15))
    add(f"pandas-{orient}-index.json", indexed.to_json(orient=orient, double_precision=15))
    add(f"pandas-{orient}-indent.json", frame.to_json(orient=orient, double_precision=15, indent=2))
add("pandas-values.json", frame.to_json(orient="values", double_precision=15), names="position")
add("pandas-values-indent.json", frame.to_json(orient="values", double_precision=15, indent=2), names="position")
add("pandas-lines.json", frame.to_json(orient="records", lines=True, double_precision=15))
add("polars.json", plain.write_json())
add("polars.ndjson", plain.write_ndjson())
add("polars-lists.json", json.dumps(plain.to_dict(as_series=False)))
add("pyarrow-lists.json", json.dumps(arrow.to_pydict(), indent=1))
duck("duckdb-list.json", "FORMAT json, ARRAY true")
duck("duckdb-lines.json", "FORMAT json")
records = arrow.to_pylist()
add("indented-objects.json", "\n".join(json.dumps(record, indent=2) for record in records))
add("objects-without-newlines.json", "".join(json.dumps(record) for record in records))
add("bom.json", json.dumps(records, indent=2, ensure_ascii=False).encode("utf-8-sig"))
add("pandas-columns.json.gz", gzip.compress(frame.to_json(double_precision=15).encode(), mtime=0))

expected = {"columns": columns, "files": files}
(here / "dialects-expected.json").write_text(json.dumps(expected, indent=1) + "\n")
