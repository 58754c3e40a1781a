"""The two tables that ship with scikit-learn."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from modelcollapse.data.table.numeric import NumericTable, digest
from modelcollapse.errors import InvalidArgument

__all__ = ["breast_cancer", "datasets", "diabetes"]


def datasets() -> Any:
    """Return the module ``sklearn.datasets``, imported now and not before: it brings pandas with it."""
    try:
        from sklearn import datasets as found
    except ImportError:
        raise InvalidArgument(
            "table", "", "needs scikit-learn: install the extra, pip install 'modelcollapse[data]'"
        ) from None
    return found


def _bundled(name: str, bunch: Any) -> NumericTable:
    values, target = np.asarray(bunch.data, dtype=float), np.asarray(bunch.target, dtype=float)
    columns = tuple(str(column) for column in bunch.feature_names)
    values.setflags(write=False)
    target.setflags(write=False)
    return NumericTable(name, columns, values, digest(columns, values), target)


@cache
def breast_cancer() -> NumericTable:
    """Return the Wisconsin breast cancer table: 569 tumours, 30 measurements, target 1 for benign.

    Source: Street, Wolberg and Mangasarian (1993), as bundled with scikit-learn.
    """
    return _bundled("breast cancer", datasets().load_breast_cancer())


@cache
def diabetes() -> NumericTable:
    """Return the diabetes table: 442 patients, 10 measurements, target the progression after a year.

    Source: Efron, Hastie, Johnstone and Tibshirani (2004), as bundled with scikit-learn.
    """
    return _bundled("diabetes", datasets().load_diabetes(scaled=False))
