"""Reference values for the command line's tests. Run: python make.py > values.json (scipy 1.17.1, scikit-learn 1.9.1)."""
import json

import numpy as np
import scipy.stats
import sklearn.metrics as metrics

late = np.array([1, 0, 1, 1, 0, 0, 1, 0, 1, 0])
p = np.array([0.9, 0.2, 0.6, 0.4, 0.5, 0.1, 0.8, 0.7, 0.55, 0.3])
y, yhat = np.array([3, -1, 2, 7.5]), np.array([2.5, 0, 2, 8])

values = {
    "ks_of_ranges_0_and_100": scipy.stats.ks_2samp(range(200), range(100, 300)).pvalue,
    "binary": {
        "late": late.tolist(),
        "p": p.tolist(),
        "metrics": {
            "roc_auc": metrics.roc_auc_score(late, p),
            "log_loss": metrics.log_loss(late, p),
            "average_precision": metrics.average_precision_score(late, p),
            "brier_score": metrics.brier_score_loss(late, p),
            "accuracy": metrics.accuracy_score(late, p >= 0.5),
            "precision": metrics.precision_score(late, p >= 0.5),
            "recall": metrics.recall_score(late, p >= 0.5),
            "f1": metrics.f1_score(late, p >= 0.5),
        },
        "confusion_matrix": metrics.confusion_matrix(late, p >= 0.5).tolist(),
    },
    "regression": {
        "y": y.tolist(),
        "yhat": yhat.tolist(),
        "metrics": {
            "mae": metrics.mean_absolute_error(y, yhat),
            "mse": metrics.mean_squared_error(y, yhat),
            "rmse": metrics.root_mean_squared_error(y, yhat),
            "r2": metrics.r2_score(y, yhat),
        },
    },
}
print(json.dumps(values, indent=1))
