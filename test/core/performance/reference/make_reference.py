"""Writes reference.json: performance metrics by scikit-learn and intervals by scipy, statsmodels or plain definitions.

Made with Python 3, scikit-learn 1.9.1, scipy 1.17.1, numpy 2.4.6, statsmodels 0.15.0:
    python make_reference.py > reference.json
Undefined values are null. Nothing here shares code or formulas' rearrangements with the implementation: DeLong's variance is
taken from all pairs, delta-method variances from numerical derivatives by sample weight.
"""
import json
import sys
import warnings

import numpy as np
from scipy import optimize, stats
from sklearn import metrics as sk
from sklearn.calibration import calibration_curve
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

warnings.filterwarnings("ignore")
Z = stats.norm.ppf(0.975)


def number(x):
    return None if x is None or not np.isfinite(x) else float(x)


def any_wilson(hits, trials):
    """Wilson's interval with Poisson limits for one to three hits or misses (Brown, Cai, DasGupta 2001)."""
    if trials == 0:
        return [0.0, 1.0]
    lower, upper = map(float, proportion_confint(hits, trials, 0.05, "wilson"))
    whole = lambda x: int(np.floor(x + 1e-9))
    if 1 <= whole(hits) <= 3:
        lower = min(lower, stats.chi2.ppf(0.05, 2 * whole(hits)) / 2 / trials)
    if 1 <= whole(trials - hits) <= 3:
        upper = max(upper, 1 - stats.chi2.ppf(0.05, 2 * whole(trials - hits)) / 2 / trials)
    return [lower, upper]


def wilson(hits, trials):
    return None if trials < 10 else any_wilson(hits, trials)


def degrees(skewness, most):
    return max(1, min(most, 1 / (2 * skewness**2))) if skewness != 0 else most


def unbounded_mean(values, needed=50):
    """With the most extreme value on either side once more."""
    limits = skewed_mean(values) if len(values) >= needed else None
    return limits and [limits[0] + (np.min(values) - np.mean(values)) / len(values), limits[1] + (np.max(values) - np.mean(values)) / len(values)]


def skewed_mean(values):
    """Hall's transformation of Student's interval, its polynomial inverted numerically."""
    n = len(values)
    if n < 50 or np.ptp(values) == 0:
        return None
    c = stats.skew(values) / np.sqrt(n)
    t = stats.t.ppf(0.975, degrees(c, n - 1))
    at = lambda q: optimize.brentq(lambda x: x + c * x**2 / 3 + c**2 * x**3 / 27 + c / 6 - q, -1e4, 1e4, xtol=1e-13, rtol=1e-14)
    return [float(np.mean(values) - stats.sem(values) * at(q)) for q in (t, -t)]


def weight_slopes(f, n):
    """Derivatives of f by each row's weight, at weights of one."""
    h = 1e-5
    slopes = []
    for i in range(n):
        up, down = np.ones(n), np.ones(n)
        up[i] += h
        down[i] -= h
        slopes.append((f(up) - f(down)) / (2 * h))
    return np.array(slopes)


def weight_variance(f, n):
    """Infinitesimal jackknife."""
    return float(np.sum(np.square(weight_slopes(f, n))))


def skewness_of(slopes):
    return float(np.sum(slopes**3) / np.sum(slopes**2) ** 1.5)


def logit_interval(v, se, q):
    return list(map(float, 1 / (1 + np.exp(-(np.log(v / (1 - v)) + np.array([-1, 1]) * q * se / (v * (1 - v)))))))


def newcombe_auc(auc, m, n):
    size = (m + n) / 2 - 1

    def f(t):
        return (t - auc) ** 2 - Z**2 * t * (1 - t) * (1 + size * (1 - t) / (2 - t) + size * t / (1 + t)) / (m * n)

    lower = 0.0 if auc == 0 else optimize.brentq(f, 1e-12, auc - 1e-12, xtol=1e-14)
    upper = 1.0 if auc == 1 else optimize.brentq(f, auc + 1e-12, 1 - 1e-12, xtol=1e-14)
    return [lower, upper]


def delong(y, s, auc):
    pos, neg = s[y == 1], s[y == 0]
    m, n = len(pos), len(neg)
    wins = (pos[:, None] > neg[None, :]) + 0.5 * (pos[:, None] == neg[None, :])
    if min(m, n) < 20:
        return None
    parts = np.array([np.var(wins.mean(1), ddof=1) / m, np.var(wins.mean(0), ddof=1) / n])
    v = parts.sum()
    if v == 0:
        return newcombe_auc(auc, m, n)
    df = v**2 / np.sum(parts**2 / [m - 1, n - 1])
    skewness = (stats.moment(wins.mean(1), 3) / m**2 + stats.moment(wins.mean(0), 3) / n**2) / v**1.5
    if abs(skewness) <= np.sqrt(0.1):
        return logit_interval(auc, np.sqrt(v), stats.t.ppf(0.975, degrees(skewness, df)))
    return union(logit_interval(auc, np.sqrt(v), stats.t.ppf(0.975, df)), newcombe_auc(auc, m, n))


def union(a, b):
    return [min(a[0], b[0]), max(a[1], b[1])]


def newcombe_difference(hits, trials, other_hits, other_trials):
    """Newcombe 1998, method 10; statsmodels' where Wilson's intervals are plain."""
    (a, b), (c, d) = any_wilson(hits, trials), any_wilson(other_hits, other_trials)
    p, q = hits / trials, other_hits / other_trials
    limits = p - q - np.hypot(p - a, d - q), p - q + np.hypot(b - p, q - c)
    if min(hits, trials - hits, other_hits, other_trials - other_hits) > 3:
        assert np.allclose(limits, confint_proportions_2indep(hits, trials, other_hits, other_trials, method="newcomb", compare="diff"))
    return limits


def binary_case(name, y, s, predicted=None):
    y, s = np.array(y, int), np.array(s, float)
    p = (s >= 0.5).astype(int) if predicted is None else np.array(predicted, int)
    n = len(y)
    tn, fp, fn, tp = map(int, sk.confusion_matrix(y, p, labels=[0, 1]).ravel())
    both = 0 < y.sum() < n
    nan = {"zero_division": np.nan}
    probabilities = bool((s >= 0).all() and (s <= 1).all())
    values = {
        "accuracy": sk.accuracy_score(y, p),
        "precision": sk.precision_score(y, p, **nan),
        "recall": sk.recall_score(y, p, **nan),
        "specificity": sk.recall_score(y, p, pos_label=0, **nan),
        "f0_5": sk.fbeta_score(y, p, beta=0.5, **nan),
        "f1": sk.f1_score(y, p, **nan),
        "f2": sk.fbeta_score(y, p, beta=2, **nan),
        "roc_auc": sk.roc_auc_score(y, s) if both else None,
        "average_precision": sk.average_precision_score(y, s) if y.sum() > 0 else None,
        "log_loss": sk.log_loss(y, s, labels=[0, 1]) if probabilities else None,
        "brier_score": sk.brier_score_loss(y, s, labels=[0, 1], pos_label=1) if probabilities else None,
        "calibration_error": ece(y, s) if probabilities else None,
    }
    intervals = {
        "accuracy": wilson(tp + tn, n),
        "precision": wilson(tp, tp + fp),
        "recall": wilson(tp, tp + fn),
        "specificity": wilson(tn, tn + fp),
        "f0_5": f_interval(tp, fp, fn, 0.5),
        "f1": f_interval(tp, fp, fn, 1),
        "f2": f_interval(tp, fp, fn, 2),
        "roc_auc": delong(y, s, values["roc_auc"]) if both else None,
        "average_precision": ap_interval(y, s, values["average_precision"]) if y.sum() > 0 else None,
        "log_loss": None,
        "brier_score": None,
        "calibration_error": None,
    }
    if probabilities:
        eps = np.finfo(float).eps
        if min(y.sum(), n - y.sum()) >= 10:
            intervals["log_loss"] = cut(skewed_mean(-np.log(np.clip(np.where(y == 1, s, 1 - s), eps, 1 - eps))), 0, -np.log(eps))
            intervals["brier_score"] = cut(skewed_mean((s - y) ** 2), 0, 1)
            intervals["calibration_error"] = cut(ece_interval(y, s, values["calibration_error"]), 0, 1)
    return {
        "name": name,
        "actual": y.tolist(),
        "predicted": p.tolist(),
        "score": s.tolist(),
        "confusion": [[tn, fp], [fn, tp]],
        "values": {k: number(v) for k, v in values.items()},
        "intervals": intervals,
    }


def cut(limits, least, most):
    return limits and [max(least, limits[0]), min(most, limits[1])]


def f_interval(tp, fp, fn, beta):
    if tp + fp + fn < 10:
        return None
    b = beta**2
    # The errors' costs, with one error of each kind more than there are; without errors the larger cost.
    costs = np.repeat([b, 1], [fn + 1, fp + 1])
    scale = np.sum(costs**2) / np.sum(costs) if fp + fn > 0 else max(1, b)
    errors = (b * fn + fp) / scale
    odds = [w / (1 - w) if w < 1 else np.inf for w in any_wilson(tp, tp + errors)]
    return [float(1 / (1 + scale / ((1 + b) * o))) if o > 0 else 0.0 for o in odds]


def ap_interval(y, s, ap):
    n = len(y)
    positives = int(y.sum())
    if positives < 20:
        return None
    if ap == 1:
        return any_wilson(positives, positives)
    slopes = weight_slopes(lambda w: sk.average_precision_score(y, s, sample_weight=w), n)
    df = degrees(skewness_of(slopes), positives - 1)
    by_df = lambda df: logit_interval(ap, np.sqrt(np.sum(slopes**2) * n / (n - 1)), stats.t.ppf(0.975, df))
    if df >= 4:
        return by_df(df)
    # Few rows make up the spread: 4 degrees of freedom, and two more negatives with the highest score.
    one_more = lambda w: sk.average_precision_score(np.append(y, 0), np.append(s, np.max(s)), sample_weight=np.append(np.ones(n), w))
    h = 1e-6
    missed = ap + 2 * (one_more(h) - one_more(0)) / h
    (widest, _), (lower, upper) = by_df(df), by_df(4)
    return [max(widest, min(lower, missed)), upper]


def ece(y, s):
    true, predicted = calibration_curve(y, s, n_bins=10, strategy="uniform", pos_label=1) if 0 < y.sum() < len(y) else (None, None)
    bins = np.searchsorted(np.linspace(0, 1, 11)[1:-1], s)
    counts = np.bincount(bins, minlength=10)
    counts = counts[counts > 0]
    if true is None:  # calibration_curve refuses a single class
        used = np.unique(bins)
        true = np.array([y[bins == b].mean() for b in used])
        predicted = np.array([s[bins == b].mean() for b in used])
    return np.sum(counts * np.abs(true - predicted)) / len(y)


def ece_interval(y, s, value):
    """The delta method; a bin whose gap may be noise adds the mean absolute value of that noise, which is half-normal."""
    n, gaps = len(y), y - s
    bins = np.searchsorted(np.linspace(0, 1, 11)[1:-1], s)
    half = Z * np.sqrt(weight_variance(lambda w: np.abs(np.bincount(bins, w * gaps)).sum() / w.sum(), n) * n / (n - 1))
    noise = 0.0
    for b in np.unique(bins):
        here = bins == b
        spread = np.sqrt(max(np.sum(s[here] * (1 - s[here])), np.sum(here) * np.var(gaps[here])))
        if abs(np.sum(gaps[here])) < Z * spread:
            noise += stats.halfnorm.mean() * spread
    return [float(value - noise / n - half), float(value + half)]


def multiclass_case(name, y, p, classes, scores=None):
    y, p = np.array(y, int), np.array(p, int)
    n = len(y)
    labels = list(range(classes))
    matrix = sk.confusion_matrix(y, p, labels=labels)
    values = {"accuracy": sk.accuracy_score(y, p)}
    for average in ("macro", "weighted"):
        for kind, f in (("precision", sk.precision_score), ("recall", sk.recall_score), ("f1", sk.f1_score)):
            values[f"{average}_{kind}"] = f(y, p, average=average, zero_division=0)
    values["log_loss"] = None if scores is None else sk.log_loss(y, np.array(scores).T, labels=labels)
    by_class = np.array(sk.precision_recall_fscore_support(y, p, labels=labels, zero_division=np.nan))
    present = [k for k in labels if matrix[k].sum() + matrix[:, k].sum() > 0]
    hits = np.diag(matrix)
    intervals = {
        "accuracy": wilson(int(hits.sum()), n),
        "weighted_recall": wilson(int(hits.sum()), n),
        "macro_precision": macro_interval(hits[present], matrix.sum(0)[present]) if matrix.sum(1).min() >= 10 else None,
        "macro_recall": macro_interval(hits[present], matrix.sum(1)[present]) if matrix.sum(1).min() >= 10 else None,
        "macro_f1": macro_f1_interval(y, p, matrix, present) if matrix.sum(1).min() >= 10 else None,
        "weighted_precision": weighted_precision_interval(y, p, matrix) if n >= max(100, 25 * len(present)) else None,
        "weighted_f1": None if n < 100 else by_variance(lambda w: sk.f1_score(y, p, average="weighted", zero_division=0, sample_weight=w), n),
    }
    if scores is not None:
        probability = np.array(scores).T[np.arange(n), y]
        eps = np.finfo(float).eps
        intervals["log_loss"] = cut(skewed_mean(-np.log(np.clip(probability, eps, 1 - eps))), 0, -np.log(eps))
    # a class that counts as 0 because its value is undefined can pull the average out of the interval, which then reaches to it
    for k, limits in intervals.items():
        if limits:
            intervals[k] = [min(limits[0], values[k]), max(limits[1], values[k])]
    return {
        "name": name,
        "actual": y.tolist(),
        "predicted": p.tolist(),
        "classes": classes,
        "scores": scores,
        "confusion": matrix.tolist(),
        "values": {k: number(v) for k, v in values.items()},
        "byClass": [dict(zip(("precision", "recall", "f1"), map(number, by_class[:3, k]))) for k in labels],
        "intervals": intervals,
    }


def price_bonett(hits, trials):
    m = len(hits)
    p = (hits + 2 / m) / (trials + 4 / m)
    se = np.sqrt(np.sum((1 / m) ** 2 * p * (1 - p) / (trials + 4 / m)))
    return [max(0.0, float(p.mean() - Z * se)), min(1.0, float(p.mean() + Z * se))]


def weighted_precision_interval(y, p, matrix):
    """The wider of the delta method and the classes' own intervals, squared distances added (Zou and Donner 2008)."""
    separately = square_and_add(np.diag(matrix), matrix.sum(0), matrix.sum(1) / len(y))
    together = by_variance(lambda w: sk.precision_score(y, p, average="weighted", zero_division=0, sample_weight=w), len(y))
    return union(separately, together)


def square_and_add(hits, trials, weights):
    value, below, above = 0.0, 0.0, 0.0
    for hit, trial, weight in zip(hits, trials, weights):
        share = hit / trial if trial else 0
        lower, upper = any_wilson(hit, trial)
        value += weight * share
        below, above = below + (weight * (share - lower)) ** 2, above + (weight * (upper - share)) ** 2
    return [float(value - np.sqrt(below)), float(value + np.sqrt(above))]


def macro_interval(hits, trials):
    return union(price_bonett(hits, trials), square_and_add(hits, trials, np.full(len(hits), 1 / len(hits))))


def macro_f1_interval(y, p, matrix, present):
    """The wider of the delta method and the classes' own intervals: F1 = 2 J / (1 + J) of J, a share of the rows of a class."""
    below, above = 0.0, 0.0
    for k in present:
        hits, rows = matrix[k, k], matrix[k].sum() + matrix[:, k].sum() - matrix[k, k]
        f1, (lower, upper) = 2 * hits / (rows + hits), (2 * j / (1 + j) for j in any_wilson(hits, rows))
        below, above = below + (f1 - lower) ** 2, above + (upper - f1) ** 2
    value = sk.f1_score(y, p, average="macro", zero_division=0)
    separately = [float(value - np.sqrt(below) / len(present)), float(value + np.sqrt(above) / len(present))]
    together = by_variance(lambda w: sk.f1_score(y, p, average="macro", zero_division=0, sample_weight=w), len(y))
    return union(separately, together)


def by_variance(f, n):
    v = f(np.ones(n))
    variance = weight_variance(f, n)
    trials = n if variance < 1e-15 or v in (0, 1) else v * (1 - v) / variance
    return any_wilson(v * trials, trials)


def regression_case(name, y, p):
    y, p = np.array(y, float), np.array(p, float)
    n, e = len(y), np.array(p, float) - np.array(y, float)
    used = y != 0
    values = {
        "mae": sk.mean_absolute_error(y, p),
        "rmse": sk.root_mean_squared_error(y, p),
        "mse": sk.mean_squared_error(y, p),
        "r2": sk.r2_score(y, p, force_finite=False) if n > 1 else None,
        "mape": sk.mean_absolute_percentage_error(y[used], p[used]) if used.any() else None,
        "bias": np.mean(e),
    }
    squares = cut(unbounded_mean(e**2, 200), 0, np.inf)
    intervals = {
        "mae": cut(unbounded_mean(np.abs(e)), 0, np.inf),
        "mse": squares,
        "rmse": squares and [np.sqrt(x) for x in squares],
        "mape": cut(unbounded_mean(np.abs(e[used] / y[used])), 0, np.inf),
        "bias": skewed_mean(e),
    }
    if number(values["r2"]) is not None and values["r2"] < 1:
        slopes = weight_slopes(lambda w: np.log(1 - sk.r2_score(y, p, sample_weight=w)), n)
        limits = unbounded_mean(n * slopes, 200)
        intervals["r2"] = limits and [1 - (1 - values["r2"]) * np.exp(x) for x in reversed(limits)]
    return {
        "name": name,
        "actual": y.tolist(),
        "predicted": p.tolist(),
        "values": {k: number(v) for k, v in values.items()},
        "intervals": {k: v and list(map(float, v)) for k, v in intervals.items()},
    }


def make(rng):
    def scores(n, base, slope, digits=6):
        x = rng.normal(size=n)
        q = 1 / (1 + np.exp(-(base + slope * x)))
        return (rng.random(n) < q).astype(int), np.round(q, digits)

    y, s = scores(200, 0, 2)
    ties_y, ties_s = scores(150, 0.3, 1.5, digits=1)
    rare_y, rare_s = scores(300, -5, 1.5)
    binary = [
        binary_case("smooth scores", y, s),
        binary_case("ties, scores on the bin edges", ties_y, ties_s),
        binary_case("heavy imbalance", rare_y, rare_s),
        binary_case("predictions that do not follow from the scores", y, s, 1 - y),
        binary_case("perfect", [0, 0, 1, 1, 1], [0.1, 0.2, 0.7, 0.8, 0.9]),
        binary_case("perfectly wrong", [1, 1, 0, 0], [0.1, 0.2, 0.7, 0.8]),
        binary_case("constant score", [0, 1, 0, 1, 1, 0, 0], [0.5] * 7),
        binary_case("never predicts positive", [0, 1, 0, 1, 0], [0.1, 0.3, 0.2, 0.1, 0.4]),
        binary_case("all positive", [1] * 6, [0.2, 0.6, 0.7, 0.7, 0.9, 1]),
        binary_case("all negative", [0] * 6, [0.2, 0.6, 0.1, 0, 0.3, 0.2]),
        binary_case("all negative and predicted so", [0] * 4, [0.2, 0.3, 0.1, 0]),
        binary_case("certain and wrong", [0, 1, 1, 0, 1], [1, 0, 1, 0, 0.5]),
        binary_case("one positive", [0, 0, 0, 1, 0], [0.3, 0.1, 0.6, 0.5, 0.2]),
        binary_case("one row", [1], [0.8]),
        binary_case("margins, not probabilities", y[:80], np.round(8 * s[:80] - 4, 3)),
        binary_case("perfect, and enough rows for it", np.repeat([0, 1], 25), np.linspace(0.01, 0.99, 50)),
        binary_case("few rows ranked wrong", np.repeat([0, 1, 0, 1], [30, 1, 2, 29]), np.linspace(0.02, 0.98, 62)),
    ]

    def classes(n, shares, accuracy):
        k = len(shares)
        actual = rng.choice(k, n, p=shares)
        predicted = np.where(rng.random(n) < accuracy, actual, rng.integers(0, k, n))
        raw = rng.random((n, k)) + 3 * np.eye(k)[predicted]
        return actual, predicted, k, np.round(raw / raw.sum(1, keepdims=True), 9).T.tolist()

    multiclass = [
        multiclass_case("three classes", *classes(200, [0.5, 0.3, 0.2], 0.7)),
        multiclass_case("five classes, one rare", *classes(200, [0.4, 0.3, 0.2, 0.08, 0.02], 0.8)),
        multiclass_case("a class never predicted", [0, 0, 1, 1, 2, 2, 0, 1], [0, 1, 1, 1, 0, 1, 0, 0], 3),
        multiclass_case("a class never actual", [0, 0, 1, 1, 0, 1, 1], [0, 2, 1, 1, 0, 0, 2], 3),
        multiclass_case("a class that does not occur", [0, 0, 1, 1, 0, 1, 1], [0, 1, 1, 1, 0, 0, 1], 3),
        multiclass_case("perfect", [0, 1, 2, 2, 1, 0, 0], [0, 1, 2, 2, 1, 0, 0], 3),
        multiclass_case("all wrong", [0, 1, 2, 2], [1, 2, 0, 1], 3),
        multiclass_case("one class", [0, 0, 0], [0, 0, 0], 1),
        multiclass_case("two classes", *classes(100, [0.7, 0.3], 0.6)),
        multiclass_case("a class never predicted, of many rows", np.repeat([0, 1, 2], [40, 30, 12]), np.repeat([0, 1, 0, 1], [36, 6, 2, 38]), 3),
    ]

    x = np.round(rng.normal(10, 3, 150), 4)
    regression = [
        regression_case("normal errors", x, np.round(x + rng.normal(0.2, 1, 150), 4)),
        regression_case("worse than the mean", x[:60], np.round(rng.normal(0, 9, 60), 4)),
        regression_case("labels of zero", [0, 0, 1, 2, -3, 0, 4], [0.5, -0.25, 1.5, 1, -2, 0, 4.5]),
        regression_case("only labels of zero", [0, 0, 0], [1, -2, 0.5]),
        regression_case("constant labels", [5, 5, 5, 5], [4, 5, 6, 7]),
        regression_case("perfect", [1, 2, 3, 4], [1, 2, 3, 4]),
        regression_case("large offset", 1e9 + x[:50], 1e9 + x[:50] + np.round(rng.normal(0, 1, 50), 4)),
        regression_case("one row", [2], [3.5]),
        regression_case("two rows", [2, 4], [3.5, 3]),
        regression_case("enough rows for squares", np.tile(x, 2), np.round(np.tile(x, 2) + np.sin(np.arange(300)), 4)),
        regression_case("a few large errors", x[:100], np.round(x[:100] + np.exp(2 * stats.norm.ppf((np.arange(100) + 0.5) / 100)), 4)),
    ]
    differences = []
    for hits, trials, other_hits, other_trials in [(90, 100, 70, 100), (10, 10, 0, 10), (170, 200, 1600, 2000), (5, 6, 4, 9)]:
        lower, upper = newcombe_difference(other_hits, other_trials, hits, trials)
        differences.append({"baseline": [hits, trials], "window": [other_hits, other_trials], "lower": float(lower), "upper": float(upper)})
    return {"binary": binary, "multiclass": multiclass, "regression": regression, "differences": differences}


json.dump(make(np.random.default_rng(20010203)), sys.stdout, allow_nan=False)
