"""Writes reference.json: differences of two models on the same rows, by statsmodels, scipy, scikit-learn or plain definitions.

Made with Python 3, scikit-learn 1.9.1, scipy 1.17.1, numpy 2.4.6, statsmodels 0.15.0:
    python make_reference.py > reference.json
Nothing here shares formulas' rearrangements with the implementation: Tango's limits come from a numerical maximum of the
likelihood, DeLong's variance from all pairs, delta-method variances from numerical derivatives by sample weight, bootstrap
standard errors from 20,000 numpy resamples.
"""
import json
import sys
import warnings

import numpy as np
from scipy import optimize, stats
from sklearn import metrics as sk
from sklearn.calibration import calibration_curve
from statsmodels.stats.contingency_tables import mcnemar

warnings.filterwarnings("ignore")
Z = stats.norm.ppf(0.975)


def mid_p(b, c):
    """statsmodels' exact test less the probability of the outcome itself, which it counts on both sides."""
    if b == c:
        return 1.0
    exact = 2 * stats.binom.cdf(min(b, c), b + c, 0.5)
    if exact <= 1:  # statsmodels computes the same, capped at 1
        assert np.isclose(exact, mcnemar([[0, b], [c, 0]], exact=True).pvalue, rtol=1e-9)
    return float(exact - stats.binom.pmf(min(b, c), b + c, 0.5))


def tango(b, c, n):
    def statistic(delta):
        """Squared score statistic at p12 - p21 = delta, at the likeliest p12 and p21: a root of the likelihood's slope in the smaller one."""
        more, less = max(0.0, delta), max(0.0, -delta)
        high = (1 - abs(delta)) / 2

        def slope(t):
            share = lambda count, probability: 0.0 if count == 0 else count / probability if probability > 0 else np.inf
            return share(b, t + more) + share(c, t + less) - share(n - b - c, high - t)

        if slope(1e-300) <= 0:
            t = 0.0
        elif slope(high) >= 0:
            t = high
        else:
            t = optimize.brentq(slope, 1e-300, high * (1 - 1e-15), xtol=1e-300, rtol=1e-15, maxiter=5000)
        variance = (2 * t + abs(delta) - delta**2) / n
        return ((b - c) / n - delta) ** 2 - Z**2 * variance

    d = (b - c) / n
    # at an end no difference is further away
    upper = 1.0 if b == n else optimize.brentq(statistic, d + 1e-14, 1 - 1e-13, xtol=1e-15)
    lower = -1.0 if c == n else optimize.brentq(statistic, -1 + 1e-13, d - 1e-14, xtol=1e-15)
    return [lower, upper]


def correct(b, c, n, source=None):
    lower, upper = tango(b, c, n)
    return {"candidateOnly": b, "liveOnly": c, "rows": n, "value": (b - c) / n, "lower": lower, "upper": upper, "pValue": mid_p(b, c)}


def normal(value, se):
    return [float(value), float(value - Z * se), float(value + Z * se), float(2 * stats.norm.sf(abs(value) / se))]


def student(value, se, n):
    half = stats.t.ppf(0.975, n - 1) * se
    return [float(value), float(value - half), float(value + half), float(2 * stats.t.sf(abs(value) / se, n - 1))]


def delong(y, a, b):
    """Structural components from the matrix of all pairs."""

    def kernel(s):
        pos, neg = s[y == 1], s[y == 0]
        return (pos[:, None] > neg[None, :]) + 0.5 * (pos[:, None] == neg[None, :])

    difference = kernel(a) - kernel(b)
    m, n = difference.shape
    se = np.sqrt(np.var(difference.mean(1), ddof=1) / m + np.var(difference.mean(0), ddof=1) / n)
    return normal(sk.roc_auc_score(y, a) - sk.roc_auc_score(y, b), se)


def weight_error(f, n):
    """Infinitesimal jackknife with Bessel's correction, by numerical derivatives."""
    h = 1e-5
    slopes = []
    for i in range(n):
        up, down = np.ones(n), np.ones(n)
        up[i] += h
        down[i] -= h
        slopes.append((f(up) - f(down)) / (2 * h))
    return np.sqrt(np.sum(np.square(slopes)) * n / (n - 1))


def paired_t(a, b):
    result = stats.ttest_rel(a, b)
    limits = result.confidence_interval(0.95)
    return [float(np.mean(a - b)), float(limits.low), float(limits.high), float(result.pvalue)]


def ece(y, s):
    # the mean of |share - probability| weighted by the bins' rows, from scikit-learn's bins
    true, predicted = calibration_curve(y, s, n_bins=10, strategy="uniform")
    bins = np.searchsorted(np.linspace(0, 1, 11)[1:-1], s)
    counts = np.bincount(bins, minlength=10)
    counts = counts[counts > 0]
    return np.sum(counts * np.abs(true - predicted)) / len(y)


def bootstrap(f, n, rng, resamples=20000):
    picks = (rng.integers(0, n, n) for _ in range(resamples))
    return float(np.std([f(pick) for pick in picks], ddof=1))


def log_losses(probability):
    eps = np.finfo(float).eps
    return -np.log(np.clip(probability, eps, 1 - eps))


def binary_case(name, y, a, b, rng, resample=False):
    n = len(y)
    pa, pb = (a >= 0.5).astype(int), (b >= 0.5).astype(int)
    closed = {
        "roc_auc": delong(y, a, b),
        "log_loss": paired_t(log_losses(np.where(y == 1, a, 1 - a)), log_losses(np.where(y == 1, b, 1 - b))),
        "brier_score": paired_t((a - y) ** 2, (b - y) ** 2),
    }
    for metric, rows in (("accuracy", y >= 0), ("recall", y == 1), ("specificity", y == 0)):
        right_a, right_b = (pa == y)[rows], (pb == y)[rows]
        got, lost = int((right_a & ~right_b).sum()), int((right_b & ~right_a).sum())
        one = correct(got, lost, int(rows.sum()))
        closed[metric] = [one["value"], one["lower"], one["upper"], one["pValue"]]
    ap = lambda w: sk.average_precision_score(y, a, sample_weight=w) - sk.average_precision_score(y, b, sample_weight=w)
    derived = {"average_precision": normal(ap(np.ones(n)), weight_error(ap, n))}
    scores = {
        "precision": lambda i, p: sk.precision_score(y[i], p[i]),
        "f0_5": lambda i, p: sk.fbeta_score(y[i], p[i], beta=0.5),
        "f1": lambda i, p: sk.f1_score(y[i], p[i]),
        "f2": lambda i, p: sk.fbeta_score(y[i], p[i], beta=2),
    }
    everything = np.arange(n)
    resampled = {k: {"value": float(f(everything, pa) - f(everything, pb))} for k, f in scores.items()}
    resampled["calibration_error"] = {"value": float(ece(y, a) - ece(y, b))}
    if resample:

        def fast_precision(i):
            hits = lambda p: (p[i] & y[i]).sum() / p[i].sum()
            return hits(pa) - hits(pb)

        def fast_f1(i):
            score = lambda p: 2 * (p[i] & y[i]).sum() / (p[i].sum() + y[i].sum())
            return score(pa) - score(pb)

        resampled["precision"]["standardError"] = bootstrap(fast_precision, n, rng)
        resampled["f1"]["standardError"] = bootstrap(fast_f1, n, rng)

        def fast_ece(i):
            error = lambda s: np.abs(np.bincount(np.searchsorted(np.linspace(0, 1, 11)[1:-1], s[i]), (y - s)[i], 10)).sum() / n
            return error(a) - error(b)

        assert abs(fast_ece(everything) - resampled["calibration_error"]["value"]) < 1e-12
        resampled["calibration_error"]["standardError"] = bootstrap(fast_ece, n, rng)
    return {
        "name": name,
        "actual": y.tolist(),
        "candidate": {"predicted": pa.tolist(), "score": a.tolist()},
        "live": {"predicted": pb.tolist(), "score": b.tolist()},
        "closed": closed,
        "derived": derived,
        "resampled": resampled,
    }


def multiclass_case(name, y, a, b, scores_a, scores_b, rng):
    n, k = len(y), scores_a.shape[1]
    right_a, right_b = a == y, b == y
    one = correct(int((right_a & ~right_b).sum()), int((right_b & ~right_a).sum()), n)
    accuracy = [one["value"], one["lower"], one["upper"], one["pValue"]]
    rows = np.arange(n)
    closed = {
        "accuracy": accuracy,
        "weighted_recall": accuracy,
        "log_loss": paired_t(log_losses(scores_a[rows, y]), log_losses(scores_b[rows, y])),
    }
    resampled = {}
    for average in ("macro", "weighted"):
        for kind, f in (("precision", sk.precision_score), ("recall", sk.recall_score), ("f1", sk.f1_score)):
            if (average, kind) == ("weighted", "recall"):
                continue
            value = f(y, a, average=average, zero_division=0) - f(y, b, average=average, zero_division=0)
            resampled[f"{average}_{kind}"] = {"value": float(value)}

    def fast_macro_f1(i):
        def score(p):
            hits = np.bincount(y[i][p[i] == y[i]], minlength=k)
            return np.mean(2 * hits / (np.bincount(y[i], minlength=k) + np.bincount(p[i], minlength=k)))

        return score(a) - score(b)

    resampled["macro_f1"]["standardError"] = bootstrap(fast_macro_f1, n, rng)
    return {
        "name": name,
        "actual": y.tolist(),
        "classes": k,
        "candidate": {"predicted": a.tolist(), "scores": scores_a.T.tolist()},
        "live": {"predicted": b.tolist(), "scores": scores_b.T.tolist()},
        "closed": closed,
        "derived": {},
        "resampled": resampled,
    }


def bias(y, a, b):
    """|bias of a| - |bias of b| over the corners of the two 95 % intervals of b - a and b + a."""
    u, v = stats.ttest_1samp(b - a, 0), stats.ttest_1samp((b - y) + (a - y), 0)
    f = lambda x, z: abs(z - x) / 2 - abs(z + x) / 2
    us, vs = u.confidence_interval(0.95), v.confidence_interval(0.95)
    corners = [f(x, z) for x in us for z in vs]
    value = abs(np.mean(a - y)) - abs(np.mean(b - y))
    return [float(value), float(min(corners)), float(max(corners)), float(max(u.pvalue, v.pvalue))]


def regression_case(name, y, a, b):
    n = len(y)
    used = y != 0
    closed = {
        "mae": paired_t(abs(a - y), abs(b - y)),
        "mse": paired_t((a - y) ** 2, (b - y) ** 2),
        "mape": paired_t(abs((a - y) / y)[used], abs((b - y) / y)[used]),
        "bias": bias(y, a, b),
    }
    root = lambda p: lambda w: sk.root_mean_squared_error(y, p, sample_weight=w)
    r2 = lambda p: lambda w: sk.r2_score(y, p, sample_weight=w)
    derived = {}
    for metric, f in (("rmse", root), ("r2", r2)):
        difference = lambda w: f(a)(w) - f(b)(w)
        derived[metric] = student(difference(np.ones(n)), weight_error(difference, n), n)
    return {
        "name": name,
        "actual": y.tolist(),
        "candidate": {"predicted": a.tolist()},
        "live": {"predicted": b.tolist()},
        "closed": closed,
        "derived": derived,
        "resampled": {},
    }


def make(rng):
    def pair(n, base, slope, noise_a, noise_b, digits=6):
        x = rng.normal(size=n)
        y = (rng.random(n) < 1 / (1 + np.exp(-(base + slope * x)))).astype(int)
        score = lambda noise: np.round(1 / (1 + np.exp(-(base + slope * x + noise * rng.normal(size=n)))), digits)
        return y, score(noise_a), score(noise_b)

    binary = [
        binary_case("candidate better", *pair(400, 0, 2, 0.3, 1.5), rng, resample=True),
        binary_case("ties, scores on the bin edges", *pair(150, 0.3, 1.5, 1, 1, digits=1), rng),
        binary_case("few positives", *pair(300, -3, 1.5, 2, 0.5), rng),
    ]

    def answers(y, k, accuracy):
        predicted = np.where(rng.random(len(y)) < accuracy, y, rng.integers(0, k, len(y)))
        raw = rng.random((len(y), k)) + 3 * np.eye(k)[predicted]
        return predicted, np.round(raw / raw.sum(1, keepdims=True), 9)

    labels = rng.choice(4, 300, p=[0.4, 0.3, 0.2, 0.1])
    (a, scores_a), (b, scores_b) = answers(labels, 4, 0.75), answers(labels, 4, 0.6)
    multiclass = [multiclass_case("four classes", labels, a, b, scores_a, scores_b, rng)]

    x = np.round(rng.normal(10, 3, 150), 4)
    x[:5] = 0
    regression = [
        regression_case("candidate better", x, np.round(x + rng.normal(0.1, 0.8, 150), 4), np.round(x + rng.normal(0.5, 1.4, 150), 4)),
        regression_case("biased to the other side", x, np.round(x + rng.normal(-0.3, 1, 150), 4), np.round(x + rng.normal(0.6, 1, 150), 4)),
        regression_case("live better", x, np.round(x + rng.normal(1, 2, 150), 4), np.round(x + rng.normal(0, 1, 150), 4)),
    ]
    pairs = [(1, 7, 21), (7, 1, 21), (6, 16, 161), (0, 0, 50), (0, 5, 20), (5, 0, 20), (12, 12, 100), (40, 25, 1000), (900, 1100, 100000),
             (3, 0, 3), (0, 4, 4), (1, 0, 1), (10, 5, 15), (200, 20, 5000)]
    return {"correct": [correct(*p) for p in pairs], "binary": binary, "multiclass": multiclass, "regression": regression}


json.dump(make(np.random.default_rng(20010203)), sys.stdout, allow_nan=False)
