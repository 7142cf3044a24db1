"""Writes distributions.json, kolmogorov.json and random.json beside this file (kept as `npx biome format --stdin-file-path=a.json < FILE` prints them). Needs: pip install scipy==1.17.1 numpy mpmath.

Tails come from mpmath at 60 digits; Kolmogorov-Smirnov p-values from scipy.stats.ks_2samp's exact routine and scipy.stats.kstwo.
Logarithms are given where a double could not hold the value.
"""

import json
import math
from pathlib import Path

from mpmath import mp, mpf, betainc, binomial, erfc, gammainc, log, loggamma, sqrt
from scipy import stats
from scipy.stats._stats_py import _attempt_exact_2kssamp

mp.dps = 60
HERE = Path(__file__).parent


def write(name, data):
    lines = {key: "[\n    " + ",\n    ".join(json.dumps(row) for row in rows) + "\n  ]" for key, rows in data.items()}
    text = "{\n" + ",\n".join(f"  {json.dumps(key)}: {rows}" for key, rows in lines.items()) + "\n}\n"
    (HERE / name).write_text(text)


def log_chi_square(x, k):
    return float(log(gammainc(mpf(k) / 2, mpf(x) / 2, mp.inf, regularized=True)))


def log_student(t, v):
    v, t = mpf(v), mpf(t)
    tail = betainc(v / 2, mpf(1) / 2, 0, v / (v + t * t), regularized=True) / 2
    return float(log(tail if t >= 0 else 1 - tail))


def normal_survival(z):
    return float(erfc(mpf(z) / sqrt(mpf(2))) / 2)


def log_hypergeometric(x, population, marked, draws):
    return float(log(binomial(marked, x) * binomial(population - marked, draws - x) / binomial(population, draws)))


def mid_tail(x, population, marked, draws):
    # Whole numbers: exact up to the last division.
    weight = lambda j: math.comb(marked, j) * math.comb(population - marked, draws - j)
    if x * population >= draws * marked:
        above = range(x + 1, min(marked, draws) + 1)
    else:
        above = range(max(0, draws - population + marked), x)
    return float((2 * sum(map(weight, above)) + weight(x)) / mpf(2 * math.comb(population, draws)))


def fair_mid_tail(x, tosses):
    above = sum(math.comb(tosses, k) for k in range(x + 1, tosses + 1))
    return float(mpf(2 * above + math.comb(tosses, x)) / mpf(2 * 2**tosses))


def sfc32(seed):
    """C. Doty-Humphrey's sfc32 (PractRand), its three words from splitmix32 and its first twelve numbers left out."""
    mask = 0xFFFFFFFF
    state = seed & mask
    words = []
    for _ in range(3):
        state = (state + 0x9E3779B9) & mask
        word = state ^ (state >> 16)
        word = word * 0x21F0AAAD & mask
        word ^= word >> 15
        word = word * 0x735A2D97 & mask
        words.append(word ^ (word >> 15))
    a, b, c = words
    counter = 1
    drawn = 0
    while True:
        number = (a + b + counter) & mask
        counter += 1
        a, b, c = b ^ (b >> 9), (c + (c << 3)) & mask, (((c << 21) | (c >> 11)) + number) & mask
        drawn += 1
        if drawn > 12:
            yield number


def uniform(words):
    """The midpoints of 2^52 steps: the upper 26 bits of two words, exactly."""
    high, low = next(words) >> 6, next(words) >> 6
    return (high * 2**26 + low + 0.5) / 2**52


def normal_pair(words):
    """G. Marsaglia's polar method."""
    while True:
        x, y = 2 * uniform(words) - 1, 2 * uniform(words) - 1
        s = x * x + y * y
        if 0 < s < 1:
            return [x * math.sqrt(-2 * math.log(s) / s), y * math.sqrt(-2 * math.log(s) / s)]


def some(count, make, seed):
    words = sfc32(seed)
    return [make(words) for _ in range(count)]


URNS = [(3, 20, 8, 9), (0, 20, 8, 9), (8, 20, 8, 9), (13, 5100, 255, 100), (40, 5100, 255, 100), (0, 5100, 255, 100), (300, 3000, 900, 1000), (520, 3000, 900, 1000)]

write(
    "distributions.json",
    {
        "logGamma": [[x, float(loggamma(mpf(x)))] for x in (1e-5, 0.1, 0.5, 1.5, 3, 9.99, 10, 10.01, 50.5, 1e3, 1e6)],
        "logChiSquareSurvival": [
            [x, k, log_chi_square(x, k)]
            for k in (1, 2, 3, 4, 10, 49, 200, 5000)
            for x in (1e-8, 0.5, 3, 3.01, 20, 49, 210, 930, 1100, 5200, 7500, 20000)
        ],
        "logStudentTSurvival": [
            [t, v, log_student(t, v)]
            for v in (1, 2, 3, 6, 7, 30, 1000)
            for t in (-5, -0.1, 0, 1e-6, 0.3, 1, 2.5, 12, 60, 1e4, 1e60)
        ],
        "studentTUpperQuantile": [
            [p, v, float(stats.t.isf(p, v))]
            for v in (1, 2, 3, 6, 13, 100)
            for p in (0.9, 0.6, 0.5, 0.3, 0.05, 0.01, 1e-4, 1e-8, 1e-20)
        ],
        "normalSurvival": [
            [z, normal_survival(z)]
            for z in (-38, -8, -1, -0.67, -0.66, -0.1, 0, 0.1, 0.66, 0.67, 1, 1.7, 3, 5, 5.65, 5.66, 10, 20, 30.2, 37)
        ],
        "normalQuantile": [
            [p, float(stats.norm.ppf(p))] for p in (1e-300, 1e-100, 1e-12, 1e-6, 0.01, 0.07, 0.08, 0.3, 0.5, 0.8, 0.93, 0.975)
        ],
        "logHypergeometric": [[*urn, log_hypergeometric(*urn)] for urn in URNS],
        "hypergeometricMidTail": [[*urn, mid_tail(*urn)] for urn in URNS],
        "binomialMidTail": [[x, n, fair_mid_tail(x, n)] for x, n in ((0, 0), (1, 1), (1, 2), (2, 2), (7, 10), (10, 10), (55, 100), (530, 1000), (2600, 5000), (5000, 5000 * 2))],
    },
)

two_sample = []
for n, m in [(1, 1), (1, 2), (2, 3), (5, 5), (7, 11), (10, 100), (50, 51), (100, 100), (100, 5000), (37, 9991), (1000, 1001),
             (1000, 5000), (3000, 7000), (10000, 10000)]:
    g = math.gcd(n, m)
    whole = n // g * m
    for z in (0.3, 0.6, 1, 1.5, 2, 4, 8, 15.15, 18):
        h = round(z / math.sqrt(n * m / (n + m)) * whole)
        if not 1 <= h <= whole or h * g > 6e7 * (1 if n != m else 10):
            continue
        done, _, p = _attempt_exact_2kssamp(n, m, g, h / whole, "two-sided")
        if done and p > 1e-300:
            two_sample.append([h * g, n, m, float(p)])

one_sample = []
for n in (1, 2, 3, 5, 10, 50, 139, 140, 141, 150, 1000, 5000, 10001, 99999, 100001, 1000000):
    for z in (0.1, 0.3, 0.5, 0.6, 0.8, 0.86, 0.9, 1, 1.2, 1.48, 1.49, 1.6, 1.99, 2.01, 2.5, 3, 4.2, 4.3, 6, 10, 15.17, 18.4):
        d = z / math.sqrt(n)
        # Below 1e-300 doubles lose digits, scipy's and ours.
        if d <= 1 and stats.kstwo.sf(d, n) > 1e-300:
            one_sample.append([n, d, float(stats.kstwo.sf(d, n))])

beyond_exact = []
for n, m, z in [(10001, 100, 1.1), (10001, 10, 1.3), (20000, 20000, 0.9), (20000, 20000, 1.7), (20000, 30000, 15.1), (3000000, 16500, 2.2)]:
    steps = round(z / math.sqrt(n * m / (n + m)) * n * m)
    beyond_exact.append([steps, n, m, float(stats.kstwo.sf(steps / (n * m), round(n * m / (n + m))))])

write("kolmogorov.json", {"exactTwoSample": two_sample, "asymptoticTwoSample": beyond_exact, "oneSampleSurvival": one_sample})

SEEDS = (0, 1, 7, -1, 2**31 - 1)
write(
    "random.json",
    {
        "words": [[seed, some(20, next, seed)] for seed in SEEDS],
        "uniform": [[seed, some(5, uniform, seed)] for seed in SEEDS],
        "normal": [[seed, sum(some(5, normal_pair, seed), [])] for seed in SEEDS],
    },
)
