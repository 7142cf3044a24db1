"""Reference values for claims about limits, by an independent implementation.

E-values of single windows come from betting_mart of the authors of the betting confidence sequences (PyPI confseq 0.0.9,
its Python file confseq/betting.py; the package's C++ part is not needed), row by row with a constant bet. The Shiryaev-Roberts
mixture over windows is the sum of products that defines it, in 50 digits.

    python3 -m venv venv && venv/bin/pip install "numpy<2" scipy mpmath matplotlib multiprocess
    # unpack confseq-0.0.9.tar.gz from PyPI beside this file
    PYTHONPATH=confseq-0.0.9/src venv/bin/python make_reference.py > reference.json
"""
import json
import sys
import types

import numpy as np
from mpmath import mp, mpf, exp, log

# Compiled parts that betting.py's imports mention and these values do not need.
for name in ("confseq.boundaries", "confseq.quantiles"):
    sys.modules[name] = types.ModuleType(name)
from confseq.betting import betting_mart

mp.dps = 50
SIZES = [0.024, 0.042, 0.07, 0.12, 0.2, 0.35, 0.6]
SHARES = [0.05, 0.08, 0.15, 0.3, 0.22, 0.12, 0.08]
generator = np.random.default_rng(20261129)


def capital(x, mean, bet):
    """log of the product of 1 + bet (x - mean)."""
    fixed = lambda x, m: np.repeat(bet, len(x))
    process = betting_mart(x, mean, lambdas_fn_positive=fixed, theta=1, trunc_scale=1, m_trunc=True)
    return float(np.log(process[-1]))


def bet_of_tilt(tilt, share):
    """The bet whose process on 0 and 1 is the likelihood ratio of the share tilted by e^tilt against the share."""
    tilted = share * np.exp(tilt) / (1 - share + share * np.exp(tilt))
    return (tilted - share) / (share * (1 - share))


counts = []
for allowed in (0.05, 0.15, 0.5, 0.9):
    for rows in (1, 40, 400):
        x = (generator.random(rows) < allowed).astype(float)
        for size in SIZES:
            tilt = size / np.sqrt(allowed * (1 - allowed))
            counts.append({
                "allowed": allowed, "rows": rows, "bad": int(x.sum()), "size": size,
                "beyond": capital(x, allowed, bet_of_tilt(tilt, allowed)),
                "within": capital(x, allowed, bet_of_tilt(-tilt, allowed)),
            })

# Losses between 0 and 4 times the limit: x = y / 4 + 1/4 has the mean 1/4 where y has the mean 0, and the bet is 4 times as large.
losses = []
for rows in (1, 50, 500):
    y = 4 * generator.beta(1, 3, rows) - 1
    for size in SIZES:
        losses.append({
            "sum": float(y.sum()), "squares": float((y * y).sum()), "size": size,
            "product": capital((y + 1) / 4, 0.25, 4 * size),
        })

detectors = []
for series in (
    [(15, 100), (14, 100), (31, 120), (40, 130), (22, 60)],
    [(150, 1000), (160, 1000), (140, 1000), (205, 1000), (210, 1000)],
    [(0, 10), (0, 200), (3, 20), (60, 200)],
):
    allowed = 0.15
    total = mpf(0)
    for size, share in zip(SIZES, SHARES):
        tilt = mpf(size) / mp.sqrt(mpf(allowed) * (1 - mpf(allowed)))
        values = [exp(tilt * bad) / (1 - mpf(allowed) + mpf(allowed) * exp(tilt)) ** rows for bad, rows in series]
        for start in range(len(values)):
            product = mpf(1)
            for value in values[start:]:
                product *= value
            total += mpf(share) * product
    detectors.append({"windows": series, "allowed": allowed, "logCapital": float(log(total))})

json.dump({"counts": counts, "losses": losses, "detectors": detectors}, sys.stdout, indent=1)
