"""Writes movement.json beside this file (kept as `npx biome format --stdin-file-path=a.json < FILE` prints it). Needs: pip install scipy==1.17.1 numpy.

A series x(i) = c + u(i) + e(i): c is normal with standard deviation `level`, u a stationary autoregression of first order with
standard deviation `sd`, e(i) normal with standard deviation errors[i]. null: nothing is known of that window.
"""

import json
from pathlib import Path

import numpy as np
from scipy.stats import multivariate_normal, norm
from scipy.stats import t as student

HERE = Path(__file__).parent
rng = np.random.default_rng(17520)


def covariance(windows, level, sd, phi):
    lag = np.abs(np.subtract.outer(np.arange(windows), np.arange(windows)))
    return level**2 + sd**2 * (phi**lag if phi > 0 else (lag == 0))


series = []
for level, sd, phi, windows, missing in [
    (0.02, 0.05, 0.0, 12, []),
    (0.02, 0.05, 0.5, 12, []),
    (0.01, 0.1, 0.8, 25, [3, 4, 11, 24]),
    (0.2, 0.03, 0.8, 10, [0, 5]),
    (0.03, 0.0, 0.0, 6, [2]),
]:
    errors = np.round(rng.uniform(0.01, 0.05, size=windows), 4)
    x = np.round(rng.multivariate_normal(np.zeros(windows), covariance(windows, level, sd, phi) + np.diag(errors**2)), 4)
    known = [i for i in range(windows) if i not in missing]
    everything = covariance(windows + 28, level, sd, phi)
    seen = everything[np.ix_(known, known)] + np.diag(errors[known] ** 2)
    ahead = []
    for k in (1, 2, 4, 28):
        mean_of = np.zeros(windows + 28)
        mean_of[windows : windows + k] = 1 / k
        across = mean_of @ everything[:, known]
        gain = np.linalg.solve(seen, across)
        ahead.append({"windows": k, "mean": float(gain @ x[known]), "variance": float(mean_of @ everything @ mean_of - gain @ across)})
    series.append(
        {
            "level": level,
            "sd": sd,
            "autocorrelation": phi,
            "errors": errors.tolist(),
            "effects": [float(x[i]) if i in known else None for i in range(windows)],
            "logLikelihood": float(multivariate_normal(np.zeros(len(known)), seen).logpdf(x[known])),
            "ahead": ahead,
        }
    )

means = []
for phi in (0.0, 0.3, 0.5, 0.8, 0.95):
    for k in (1, 2, 3, 7, 28):
        # u(0) and the innovations of the windows after it make the mean.
        weights = np.array([sum(phi**j if j else 1.0 for j in range(k - i)) / k for i in range(k)])
        means.append(
            {
                "autocorrelation": phi,
                "windows": k,
                "variance": float(covariance(k, 0, 1, phi).mean()),
                "carried": float(weights[0]),
                "added": float((1 - phi**2) * np.sum(weights[1:] ** 2)),
            }
        )

scores = [
    {"degrees": degrees, "deviation": deviation, "score": float(norm.isf(student.sf(deviation, degrees)))}
    for degrees in (30, 60, 120, 500, 5000)
    for deviation in (0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0)
]

(HERE / "movement.json").write_text(json.dumps({"series": series, "means": means, "scores": scores}))
