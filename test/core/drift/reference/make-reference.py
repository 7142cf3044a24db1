"""Writes samples.json and tables.json beside this file (kept as `npx biome format --stdin-file-path=a.json < FILE` prints it). Needs: pip install scipy==1.17.1 numpy.

Distances and tests of pairs of samples and of 2 x k tables by scipy; in a table each distance stands under the name of its method. `step` samples are ramps the test builds itself:
baseline start + i * step for i < rows.
"""

import json
from pathlib import Path

import numpy as np
from scipy.spatial.distance import jensenshannon
from scipy.stats import chi2_contingency, ks_2samp, wasserstein_distance

HERE = Path(__file__).parent
rng = np.random.default_rng(20010203)


def rounded(values, digits=3):
    return [round(float(v), digits) for v in values]


def ramp(start, step, rows):
    return [start + i * step for i in range(rows)]


def measure(baseline, window):
    test = ks_2samp(baseline, window)
    return {
        "wasserstein": float(wasserstein_distance(baseline, window) / np.std(baseline)),
        "statistic": float(test.statistic),
        "pValue": float(test.pvalue),
    }


pairs = {
    "normal, same": (rounded(rng.normal(size=120)), rounded(rng.normal(size=80))),
    "normal, shifted": (rounded(rng.normal(size=150)), rounded(rng.normal(0.7, 1.3, size=90))),
    "log-normal": (rounded(rng.lognormal(0, 1.5, size=100)), rounded(rng.lognormal(0.4, 1.5, size=100))),
    "ties": ([float(v) for v in rng.integers(0, 5, size=60)], [float(v) for v in rng.integers(1, 6, size=70)]),
    "one row each": ([1.0, 2.0], [3.0]),
    "far from zero": (rounded(1e9 + rng.normal(size=50)), rounded(1e9 + 0.2 + rng.normal(size=60))),
}
ramps = {
    "exact, p near 1e-200": ((0, 1, 1500), (810, 1, 1400)),
    "equal sizes": ((0, 1, 2000), (700, 1, 2000)),
    "asymptotic, quiet": ((0, 1, 30000), (350, 3, 10000)),
    "asymptotic, p near 1e-200": ((0, 1, 20000), (3000, 1, 20000)),
}
samples = [{"name": k, "baseline": b, "window": w, **measure(b, w)} for k, (b, w) in pairs.items()]
samples += [{"name": k, "baselineRamp": b, "windowRamp": w, **measure(ramp(*b), ramp(*w))} for k, (b, w) in ramps.items()]
(HERE / "samples.json").write_text("[\n" + ",\n".join("  " + json.dumps(s) for s in samples) + "\n]\n")

tables = {
    "four categories": [[250, 250, 300, 200], [30, 20, 35, 15]],
    "two categories": [[900, 100], [430, 70]],
    "unseen category": [[500, 300, 200, 0], [240, 150, 60, 50]],
    "vanished category": [[500, 300, 100, 100], [300, 200, 80, 0]],
    "p near 1e-200": [[5000, 3000, 2000], [1200, 1930, 1870]],
    "fifty categories": [[int(v) for v in rng.integers(80, 120, size=50)], [int(v) for v in rng.integers(40, 60, size=50)]],
}
rows = []
for name, table in tables.items():
    test = chi2_contingency(table, correction=False)
    assert test.expected_freq.min() >= 5, name
    p, q = (np.array(side) / sum(side) for side in table)
    rows.append({
        "name": name, "baseline": table[0], "window": table[1], "statistic": float(test.statistic), "pValue": float(test.pvalue),
        "jensen_shannon": float(jensenshannon(p, q, base=2)), "hellinger": float(np.sqrt(max(0, 1 - np.sum(np.sqrt(p * q))))),
        "l_infinity": float(np.max(np.abs(p - q))),
    })
(HERE / "tables.json").write_text("[\n" + ",\n".join("  " + json.dumps(r) for r in rows) + "\n]\n")
