"""Writes pandas-requests.json: a table, its index not in order, in every form that pandas 2.2 writes.

    python -m venv venv && venv/bin/pip install pandas==2.2.3 && venv/bin/python make_requests.py
"""
import json
from pathlib import Path

import pandas as pd

table = pd.DataFrame(
    {"plan": ["pro", "basic", "plus"], "age": [85, 73, 40], "id": ["x1", "x2", "x3"], "income": [30783.23, None, 21.5]},
    index=[12, 3, 7],
)
forms = {f"to_json {orient}": table.to_json(orient=orient) for orient in ["split", "records", "index", "columns", "table"]}
forms |= {f"to_dict {orient}": json.dumps(table.to_dict(orient)) for orient in ["dict", "list", "split", "tight", "records", "index"]}
forms["to_csv"] = table.to_csv()
forms["to_csv without index"] = table.to_csv(index=False)
features = ["age", "income", "plan"]
forms["to_json values"] = table[features].to_json(orient="values")
forms["to_csv without header"] = table[features].to_csv(index=False, header=False)
Path(__file__).with_name("pandas-requests.json").write_text(json.dumps(forms, indent=1) + "\n")
