"""Moments in exact rational arithmetic, rounded once. Run: python3 moments.py > moments.json"""
import json, random
from fractions import Fraction

random.seed(7)
SAMPLES = {
    "normal": [random.gauss(0, 1) for _ in range(500)],
    "far from zero": [1e9 + random.gauss(0, 1) for _ in range(500)],
    "log-normal": [random.lognormvariate(0, 3) for _ in range(500)],
    "tiny": [random.gauss(0, 1e-150) for _ in range(20)],
    "constant": [0.1] * 50,
    "single": [-3.5],
    "alternating": [1e15, -1e15, 1.0] * 30,
}

def moments(values):
    exact = [Fraction(v) for v in values]
    mean = sum(exact) / len(exact)
    return {"mean": float(mean), "m2": float(sum((v - mean) ** 2 for v in exact))}

print(json.dumps([{"name": n, "values": v, **moments(v)} for n, v in SAMPLES.items()]))
