"""Writes saddlepoint.json, shares.json and numbers.json beside this file (kept as `npx biome format --stdin-file-path=a.json < FILE` prints it). Needs: pip install scipy==1.17.1 numpy."""

import json
from pathlib import Path

import numpy as np
from scipy.stats import chi2, fisher_exact, hypergeom, norm

HERE = Path(__file__).parent


def write(name, rows):
    (HERE / name).write_text("[\n" + ",\n".join("  " + json.dumps(row) for row in rows) + "\n]\n")


# saddlepoint.json: exact tails of sums of m scores that lie on a lattice, by convolution. All terms are positive, so that small
# tails keep their relative precision. `steps` are scores before they are standardised; a tail holds half of the sum itself.


def lattice(scores, probabilities, step):
    at = np.round(np.asarray(scores) / step).astype(int)
    at -= at.min()
    mass = np.bincount(at, weights=probabilities)
    kept = np.flatnonzero(mass)
    return kept, mass[kept] / mass.sum()


def power(mass, m):
    result = np.ones(1)
    while m:
        if m & 1:
            result = np.convolve(result, mass)
        mass = np.convolve(mass, mass) if m > 1 else mass
        m >>= 1
    return result


def normal_scores(probabilities):
    """Normal quantiles of the middles of cells with these probabilities."""
    upper = np.cumsum(probabilities)
    return norm.ppf(np.clip(upper - np.asarray(probabilities) / 2, 1e-9, 1 - 1e-9))


even = np.full(400, 1 / 400)
zero_inflated = np.concatenate([[0.6], np.full(160, 0.4 / 160)])
mostly_zero = np.concatenate([[0.97], np.full(60, 0.03 / 60)])
poisson = np.array([0.2231, 0.3347, 0.2510, 0.1255, 0.0471, 0.0141, 0.0045])
squares = normal_scores(even) ** 2
distributions = {
    "normal scores": lattice(normal_scores(even), even, 0.1),
    "squares of normal scores": lattice(squares, even, 0.1),
    "normal scores, 60 % zeros": lattice(normal_scores(zero_inflated), zero_inflated, 0.1),
    "normal scores, 97 % zeros": lattice(normal_scores(mostly_zero), mostly_zero, 0.1),
    "normal scores of counts": lattice(normal_scores(poisson), poisson, 0.05),
    "two values, one in ten": lattice([0, 1], [0.9, 0.1], 1),
}
rows = []
for name, (steps, probabilities) in distributions.items():
    one = np.zeros(steps[-1] + 1)
    one[steps] = probabilities
    mean = float(steps @ probabilities)
    deviation = float(np.sqrt(((steps - mean) ** 2) @ probabilities))
    tails = []
    for m in (20, 50, 100, 500):
        mass = power(one, m)
        above = np.cumsum(mass[::-1])[::-1]
        below = np.cumsum(mass)
        for side, tail in (("above", above - mass / 2), ("below", below - mass / 2)):
            for wanted in (1e-2, 1e-3, 1e-5, 1e-8):
                at = int(np.argmin(np.abs(np.log(np.maximum(tail, 1e-300)) - np.log(wanted))))
                if 0 < at < len(mass) - 1 and wanted / 10 < tail[at] < wanted * 10:
                    tails.append([m, float((at / m - mean) / deviation), float(tail[at])])
    rows.append(
        {
            "name": name,
            "values": [float((step - mean) / deviation) for step in steps],
            "probabilities": [float(p) for p in probabilities],
            "tails": tails,
        }
    )
write("saddlepoint.json", rows)

# shares.json: [baseline, baselineRows, window, windowRows], the tail of the hypergeometric distribution on the window's side,
# the observed count in full, and its normal score with the sign of the difference.
rows = []
for a, n, b, m in [
    (100, 1000, 10, 100),
    (100, 1000, 18, 100),
    (100, 1000, 3, 100),
    (100, 1000, 0, 100),
    (500, 1000, 580, 1000),
    (500, 1000, 420, 1000),
    (5, 5000, 3, 100),
    (0, 5000, 1, 100),
    (0, 5000, 2, 100),
    (0, 500_000, 3, 3000),
    (0, 500_000, 20, 3000),
    (0, 500_000, 100, 3000),
    (1, 500_000, 20, 3000),
    (50_000, 500_000, 380, 3000),
    (50_000, 500_000, 230, 3000),
    (2500, 5000, 0, 30),
    (4990, 5000, 90, 100),
    (5000, 5000, 98, 100),
    (3, 20, 40, 5000),
]:
    before, now = a / n, b / m
    urn = (n + m, a + b, m)
    if now > before:
        log_tail = float(hypergeom.logsf(b - 1, *urn))
        tail = fisher_exact([[b, m - b], [a, n - a]], "greater").pvalue
    else:
        log_tail = float(hypergeom.logcdf(b, *urn))
        tail = fisher_exact([[b, m - b], [a, n - a]], "less").pvalue
    tail = float(tail)
    assert tail == 0 or abs(np.log(tail) - log_tail) < 1e-6, (a, n, b, m, tail, log_tail)
    score = 0.0 if now == before or tail >= 0.5 else float(np.sign(now - before) * norm.isf(tail))
    rows.append({"counts": [a, n, b, m], "tail": tail, "score": score})
write("shares.json", rows)

# numbers.json: the mean normal score (van der Waerden) and the mean square (Klotz) of a window's numbers among a baseline's,
# standardised in the baseline; the square without the part that goes with the score, nor what an exponential tilt of the baseline
# to the window's mean score makes of it, to second order (half the variance of the square, times the squared mean).
rng = np.random.default_rng(20240607)


def round3(values):
    return [round(float(v), 3) for v in values]


def measure(baseline, window):
    baseline, window = np.sort(baseline), np.asarray(window)

    def score(values):
        below = np.searchsorted(baseline, values, "left")
        same = np.searchsorted(baseline, values, "right") - below
        return norm.ppf((below + same / 2 + 0.5) / (len(baseline) + 1))

    raw = score(baseline)
    location = lambda values: (score(values) - raw.mean()) / raw.std()
    of_baseline, of_window = location(baseline), location(window)
    slope = np.mean(of_baseline**3)
    rest = lambda scores: scores**2 - slope * scores
    unit = rest(of_baseline).std()
    mean = of_window.mean()
    return {
        "location": float(mean),
        "spread": float((rest(of_window).mean() - rest(of_baseline).mean() - mean**2 * rest(of_baseline).var() / 2) / unit),
        "ratio": float(of_window.std()),
    }


pairs = {
    "normal": (round3(rng.normal(size=300)), round3(rng.normal(size=60))),
    "normal, elsewhere": (round3(rng.normal(size=300)), round3(rng.normal(0.1, 1.1, size=60))),
    "log-normal": (round3(rng.lognormal(size=250)), round3(rng.lognormal(size=50))),
    "counts": ([int(v) for v in rng.poisson(1.5, size=300)], [int(v) for v in rng.poisson(1.5, size=60)]),
    "two thirds of zeros": (
        round3(np.maximum(0, rng.normal(-0.4, 1, size=600))),
        round3(np.maximum(0, rng.normal(-0.4, 1, size=60))),
    ),
}
rows = [{"name": name, "baseline": b, "window": w, **measure(b, w)} for name, (b, w) in pairs.items()]
(HERE / "numbers.json").write_text(
    json.dumps(
        {
            "samples": rows,
            # Effects of a variance f times as large on m normal numbers: the normal score of their chi-square, a root of a row.
            "variances": [
                {"factor": f, "rows": m, "effect": float(norm.isf(chi2.sf(f * m, m)) / np.sqrt(m))}
                for f in (0.7, 1.3)
                for m in (200, 1000)
            ],
        }
    )
)
