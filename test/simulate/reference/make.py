"""Reference values for the plain rules of simulations. Run: python make.py > values.json (scipy 1.17.1)."""
import json
import math

import numpy as np
import scipy.stats
from scipy.spatial.distance import jensenshannon

GOLDEN = 0.6180339887498949


def spread(rows, start, shift):
    """Skewed numbers without chance in them: the test makes the same."""
    return np.array([math.floor(1e4 * (10 * math.modf((start + i) * GOLDEN)[0] ** 2 + shift)) / 1e4 for i in range(rows)])


def psi(p, q):
    p, q = (np.maximum(1e-4, np.asarray(x) / np.sum(x)) for x in (p, q))
    return float(np.sum((q - p) * np.log(q / p)))


def deciles(reference):
    ordered = np.sort(reference)
    return [ordered[(k * len(ordered)) // 10] for k in range(1, 10)]


def histogram(values, inner):
    return np.bincount(np.searchsorted(inner, values, side="right"), minlength=len(inner) + 1)


def nannyml(reference, values):
    """JensenShannonDistance._calculate of continuous columns: what is outside the bins is one bin more."""
    bins = np.histogram_bin_edges(reference, bins="doane")
    p = np.histogram(reference, bins=bins)[0] / len(reference)
    q = np.histogram(values, bins=bins)[0] / len(values)
    rest = 1 - q.sum()
    if rest > 0:
        p, q = np.append(p, 0), np.append(q, rest)
    return float(jensenshannon(p, q, base=2))


def numbers(rows, window_rows, shift):
    reference, window = spread(rows, 0, 0), spread(window_rows, 5000, shift)
    size = rows // 10
    chunks = [reference[i * size : (i + 1) * size] for i in range(10)]
    of_chunks = np.array([nannyml(reference, chunk) for chunk in chunks])
    return {
        "rows": rows,
        "windowRows": window_rows,
        "shift": shift,
        "psi": psi(histogram(reference, deciles(reference)), histogram(window, deciles(reference))),
        "jensenShannon": nannyml(reference, window),
        "referenceLimit": float(of_chunks.mean() + 3 * of_chunks.std()),
        "wasserstein": scipy.stats.wasserstein_distance(reference, window),
        "normed": scipy.stats.wasserstein_distance(reference, window) / float(np.std(reference)),
        "ks": float(scipy.stats.ks_2samp(reference, window, method="asymp").statistic),
        "p": float(scipy.stats.ks_2samp(reference, window, method="asymp").pvalue),
    }


def categories(reference, window):
    p, q = (np.array(x) / np.sum(x) for x in (reference, window))
    expected = np.array(reference) * np.sum(window) / np.sum(reference)
    return {
        "reference": reference,
        "window": window,
        "psi": psi(reference, window),
        "jensenShannon2": float(jensenshannon(p, q, base=2)),
        "jensenShannonE": float(jensenshannon(p, q)),
        "homogeneity": float(scipy.stats.chi2_contingency([reference, window], correction=False).pvalue),
        "goodnessOfFit": float(scipy.stats.chisquare(window, expected).pvalue),
    }


print(json.dumps({
    "numbers": [
        numbers(rows, 300, shift)
        for rows in (800, 1500)
        for shift in (0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.8)
    ],
    "categories": [
        categories([500, 250, 150, 100], [52, 24, 16, 8]),
        categories([500, 250, 150, 100], [40, 30, 14, 16]),
        categories([500, 250, 150, 100], [99, 1, 40, 60]),
        categories([30, 10, 7, 3], [10, 4, 0, 6]),
    ],
    "deciles": deciles(spread(800, 0, 0)),
    "doane": np.histogram_bin_edges(spread(800, 0, 0), bins="doane").tolist(),
}, indent=1))
