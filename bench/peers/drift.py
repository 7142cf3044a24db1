"""The same work in Python: reads the captures into a table and looks for drift, as each library's first example does.

Run: python drift.py LIBRARY FOLDER. Prints the rows, the processor seconds and the peak memory (MB) of the process as JSON.
"""

import json
import pathlib
import resource
import sys

import pandas as pd


def main(library: str, folder: pathlib.Path) -> None:
    training = pd.read_csv(folder / "training.csv").drop(columns=["label"])
    features = [name for name in training.columns if name != "score"]
    captured = read_captures(folder / "captures", features)
    LIBRARIES[library](training, captured)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    seconds = usage.ru_utime + usage.ru_stime
    print(json.dumps({"rows": len(captured), "seconds": seconds, "megabytes": usage.ru_maxrss * 1024 / 1e6}))


def read_captures(folder: pathlib.Path, features: list[str]) -> pd.DataFrame:
    rows, scores = [], []
    for file in sorted(folder.rglob("*.jsonl")):
        with file.open() as lines:
            for line in lines:
                record = json.loads(line)["captureData"]
                rows.extend(row.split(",") for row in record["endpointInput"]["data"].split("\n"))
                scores.extend(record["endpointOutput"]["data"].split("\n"))
    table = pd.DataFrame(rows, columns=features)
    table["score"] = scores
    for name in table.columns:
        if not name.startswith("category"):
            table[name] = pd.to_numeric(table[name])
    return table


def evidently(training: pd.DataFrame, captured: pd.DataFrame) -> None:
    from evidently import Report
    from evidently.presets import DataDriftPreset

    Report([DataDriftPreset()]).run(captured, training)


def nannyml(training: pd.DataFrame, captured: pd.DataFrame) -> None:
    import nannyml as nml

    nml.UnivariateDriftCalculator(column_names=list(training.columns), chunk_number=10).fit(training).calculate(captured)


def whylogs(training: pd.DataFrame, captured: pd.DataFrame) -> None:
    import whylogs as why

    why.log(pandas=captured).profile().view()


LIBRARIES = {"evidently": evidently, "nannyml": nannyml, "whylogs": whylogs}

if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
