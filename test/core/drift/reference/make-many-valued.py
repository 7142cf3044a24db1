"""Writes many-valued.json beside this file (kept as `npx biome format --stdin-file-path=a.json < FILE` prints it). Needs: pip install scipy==1.17.1 numpy.

What chance alone is expected to make of a distance between two samples, and the p-value of their difference, by permutation:
the rows of both samples are dealt out anew. Tables are sparse, with about as many categories as rows; a distance is measured
as in production, categories that the baseline lacks put together. Single cells: exact hypergeometric tails by scipy.
"""

import json
from pathlib import Path

import numpy as np
from scipy.spatial.distance import jensenshannon
from scipy.stats import chi2_contingency, hypergeom

HERE = Path(__file__).parent
rng = np.random.default_rng(20020518)
DEALS = 20_000


def pooled_unseen(b, w):
    seen = b > 0
    unseen = w[~seen].sum()
    return (np.append(b[seen], 0), np.append(w[seen], unseen)) if unseen > 0 else (b[seen], w[seen])


def divergence(b, w):
    return jensenshannon(b / b.sum(), w / w.sum(), base=2) ** 2


def hellinger(b, w):
    return 0.5 * np.sum((np.sqrt(b / b.sum()) - np.sqrt(w / w.sum())) ** 2)


def psi(b, w):
    b, w = pooled_unseen(b, w)
    n, m = b.sum(), w.sum()
    half = 0.5 / min(n, m)
    p, q = np.where(b == 0, np.minimum(half, w / m), b / n), np.where(w == 0, np.minimum(half, b / n), w / m)
    p, q = p / p.sum(), q / q.sum()
    p, q = p[p > 0], q[p > 0]
    return np.sum((q - p) * np.log(q / p))


def unseen(b, w):
    return w[b == 0].sum() / w.sum()


def deals(b, w):
    rows = np.repeat(np.arange(len(b)), b + w)
    n = b.sum()
    for _ in range(DEALS):
        rng.shuffle(rows)
        first = np.bincount(rows[:n], minlength=len(b))
        yield first, b + w - first


def draw(weights, n, m):
    shares = np.array(weights, dtype=float) / sum(weights)
    b, w = rng.multinomial(n, shares), rng.multinomial(m, shares)
    used = b + w > 0
    return b[used], w[used]


tables = {
    "uniform, two rows a category": draw([1] * 300, 300, 300),
    "uniform, window smaller": draw([1] * 200, 400, 60),
    "uniform, window larger": draw([1] * 200, 60, 400),
    "Zipf": draw([1 / (i + 1) for i in range(400)], 500, 200),
    "a few frequent and a long tail": draw([60] * 5 + [1] * 300, 400, 300),
}
out = {"deals": DEALS, "chance": [], "single": []}
measures = {"jensenShannon": divergence, "hellinger": hellinger, "psi": psi, "unseen": unseen}
for name, (b, w) in tables.items():
    drawn = {key: [] for key in measures}
    statistics = []
    observed = chi2_contingency([b, w], correction=False).statistic
    for first, second in deals(b, w):
        for key, measure in measures.items():
            drawn[key].append(measure(first, second))
        total = first + second
        n, m = first.sum(), second.sum()
        statistics.append(np.sum((first * m - second * n) ** 2 / total) / (n * m))
    row = {"name": name, "baseline": b.tolist(), "window": w.tolist()}
    for key, values in drawn.items():
        row[key] = {"mean": float(np.mean(values)), "error": float(np.std(values) / np.sqrt(DEALS))}
    row["pValue"] = float(np.mean(np.array(statistics) >= observed * (1 - 1e-12)))
    out["chance"].append(row)

singles = {
    "a new category in a small window": [[5000, 0], [72, 28]],
    "a category that is gone from a large window": [[80, 20], [9000, 0]],
    "as many as expected": [[990, 10], [97, 1]],
}
for name, table in singles.items():
    (b, w) = np.array(table)
    total, n, m = b[1] + w[1], b.sum(), w.sum()
    law = hypergeom(n + m, total, m)
    tail = min(law.sf(w[1] - 1), law.cdf(w[1]))
    out["single"].append({"name": name, "baseline": b.tolist(), "window": w.tolist(), "pValue": float(min(1, 2 * tail))})
(HERE / "many-valued.json").write_text(json.dumps(out) + "\n")
