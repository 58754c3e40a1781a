"""What the claims on real tables have in common: the tables, how they are split, and where the question is from."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from modelcollapse.claims.walk.source import speaks_to
from modelcollapse.data import table as tables

__all__ = [
    "CHAPTER",
    "LOCUS",
    "NOTE",
    "POPULATION",
    "ROUNDS",
    "STAND_IN",
    "Discrimination",
    "Regression",
    "correlation",
    "discrimination",
    "excess_kurtosis",
    "kurtosis",
    "patients",
    "regression",
    "tumours",
]

CHAPTER = "real-table"
LOCUS = "real tabular data, abstract"
NOTE = speaks_to(
    "the study of one real tabular data set that they mention; its table and its settings were not recovered, and "
    "this is a stand-in"
)
POPULATION = (
    "The standardised table is the population. The real stage draws $n$ of its rows with replacement; its rows are "
    "not normal."
)
ROUNDS = "Each synthetic round draws rows from the last fit and fits a normal law, mean and covariance, to them alone."
STAND_IN = (
    "A stand-in: neither the paper's table nor its model, sizes or measures of quality are known to us."
)


@cache
def patients() -> np.ndarray:
    """The ten standardised columns of the diabetes table."""
    table = tables.diabetes()
    return tables.standardise(table.values, columns=table.columns)


@cache
def tumours() -> np.ndarray:
    """The thirty standardised columns of the breast cancer table."""
    table = tables.breast_cancer()
    return tables.standardise(table.values, columns=table.columns)


def correlation(values: np.ndarray) -> np.ndarray:
    """Covariance of a standardised table as a population."""
    return np.asarray(values.T @ values / len(values))


def kurtosis(column: np.ndarray) -> float:
    """Mean fourth power of a standardised column; 3 for a normal law."""
    return float((column**4).mean())


def excess_kurtosis(values: np.ndarray) -> float:
    """Mardia's kurtosis of a standardised table, less d(d + 2), its value for a normal law."""
    d = values.shape[1]
    lengths = (values @ np.linalg.inv(correlation(values)) * values).sum(axis=1)
    return float((lengths**2).mean() - d * (d + 2))


class Regression(NamedTuple):
    """The diabetes table with its target, in two halves, and what the forecast takes from the first fit.

    Attributes:
        training, test: standardised columns, the target last; rows 1, 3, … and rows 2, 4, … of the table.
        noise_variance: conditional variance of the target in the fit to the training rows, divisor n − 1.
        distance: mean over the test rows of the squared distance from the fit, features only.
        base: test error of that fit.
        slack: how far its test residuals are from being orthogonal to the features and to one; it sets how much a
            small change of the fit changes the test error.
    """

    training: np.ndarray
    test: np.ndarray
    noise_variance: float
    distance: float
    base: float
    slack: float


@cache
def regression() -> Regression:
    """Prepare the regression of the progression of the disease on the ten measurements."""
    table = tables.diabetes()
    assert table.target is not None
    whole = tables.standardise(np.column_stack([table.values, table.target]))
    training, test = whole[::2], whole[1::2]
    mean = training.mean(axis=0)
    scatter = (training - mean).T @ (training - mean) / (len(training) - 1)
    features, cross = scatter[:-1, :-1], scatter[:-1, -1]
    slope = np.linalg.solve(features, cross)
    away = test[:, :-1] - mean[:-1]
    residual = test[:, -1] - mean[-1] - away @ slope
    left = away.T @ residual / len(test)
    return Regression(
        training,
        test,
        float(scatter[-1, -1] - slope @ cross),
        float((away @ np.linalg.inv(features) * away).sum(axis=1).mean()),
        float((residual**2).mean()),
        float(residual.mean() ** 2 + left @ np.linalg.solve(features, left)),
    )


class Discrimination(NamedTuple):
    """The breast cancer table in two halves, and what the forecast takes from the first fit.

    Attributes:
        means: of the two classes among the training rows, shape (2, columns).
        root: lower triangular root of the pooled covariance, divisor rows − 2.
        test, labels: standardised test rows, and 1 for benign.
        gap: squared distance of the means, in the metric of the covariance.
        along, distance: of each test row from the midpoint: product with the gap, and squared length.
    """

    means: np.ndarray
    root: np.ndarray
    test: np.ndarray
    labels: np.ndarray
    gap: float
    along: np.ndarray
    distance: np.ndarray


@cache
def discrimination() -> Discrimination:
    """Prepare Fisher's discriminant between benign and malignant tumours."""
    table = tables.breast_cancer()
    assert table.target is not None
    values, labels = tumours(), table.target
    training, classes = values[::2], labels[::2]
    means = np.stack([training[classes == label].mean(axis=0) for label in (0, 1)])
    centred = training - means[classes.astype(int)]
    root = np.linalg.cholesky(centred.T @ centred / (len(training) - 2))
    test = values[1::2]
    delta = np.linalg.solve(root, means[1] - means[0])
    rows = np.linalg.solve(root, (test - means.mean(axis=0)).T).T
    return Discrimination(
        means, root, test, labels[1::2], float(delta @ delta), rows @ delta, (rows**2).sum(axis=1)
    )
