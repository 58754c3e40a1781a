"""How often synthetic rounds end closer to the truth of a real table than the real rows did."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import sympy as sp

from modelcollapse.checks import Estimate, Identity, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.walk.source import DERIVED, PAPER
from modelcollapse.claims.walk.table import source
from modelcollapse.data import schedules
from modelcollapse.data import table as tables
from modelcollapse.exact.walk import improvement_between, improvement_probability
from modelcollapse.simulate.walk import table as simulate
from modelcollapse.symbolic.walk import table as symbolic

__all__ = ["CLAIM", "SIZE", "one_variance", "simulated_shares"]

SIZE = 200
COLUMNS = 10
GROWING = schedules.power(1)
# Generations compared with the first.
LATER = {"one round": 2, "growing, five rounds": 6}
# Columns whose variance is judged alone: one with a heavy tail, one with a light one.
COLUMNS_ALONE = {"mean area": "tumours", "age": "patients"}
# So many draws of a single column for one walk of the whole table.
MORE = 10


def _column(name: str) -> np.ndarray:
    table, values = (
        (tables.breast_cancer(), source.tumours())
        if COLUMNS_ALONE[name] == "tumours"
        else (tables.diabetes(), source.patients())
    )
    return np.asarray(values[:, table.columns.index(name)])


def _cells() -> np.ndarray:
    """The ten columns of the breast cancer table that are means over a tumour's cells."""
    return source.tumours()[:, :COLUMNS]


def _r(label: str) -> float:
    sizes = GROWING.sizes(sample_size=SIZE, generations=LATER[label])
    return float(np.sqrt((SIZE / sizes[1:]).sum()))


def _fourth_moments(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """n times the covariance of the fitted variances, for rows of the table and for normal rows alike."""
    squares = values**2
    real = squares.T @ squares / len(values) - np.outer(squares.mean(axis=0), squares.mean(axis=0))
    return real, 2 * source.correlation(values) ** 2


def one_variance(kurtosis: float, r: float = 1.0) -> float:
    """Chance that the variance of one column comes closer: arctan(√(2(κ − 1))/r)/π."""
    return float(improvement_probability(r=r * float(np.sqrt(2 / (kurtosis - 1)))))


def _closer(column: np.ndarray, replicates: int, rng: np.random.Generator) -> np.ndarray:
    """Whether one synthetic round brings the variance of a standardised column closer, shape (replicates,)."""
    alone = simulate.resample(
        column[:, None], sample_size=SIZE, replicates=replicates, rng=rng, divisor="n-1"
    )
    after = simulate.walk(alone, GROWING, sample_size=SIZE, generations=2, rng=rng, divisor="n-1")
    before, then = (np.abs(fit.root[:, 0, 0] ** 2 - 1) for fit in (alone, after))
    return np.asarray(then < before)


def simulated_shares(values: np.ndarray, *, replicates: int, rng: np.random.Generator) -> np.ndarray:
    """Share of walks in which a round brings a column's variance closer, shape (columns,)."""
    return np.array([_closer(column, replicates, rng).mean() for column in values.T])


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    table = source.patients()
    truth = source.correlation(table)
    metric = np.linalg.inv(truth)
    start = simulate.resample(table, sample_size=SIZE, replicates=replicates, rng=rng, divisor="n-1")
    asked = (1, *LATER.values())
    fits = simulate.walk(start, GROWING, sample_size=SIZE, generations=asked, rng=rng, divisor="n-1")
    away = {
        "mean": (fits.mean**2).sum(axis=-1),
        "mean, metric": (fits.mean @ metric * fits.mean).sum(axis=-1),
    }
    cells = simulate.resample(_cells(), sample_size=SIZE, replicates=replicates, rng=rng, divisor="n-1")
    fits = simulate.walk(cells, GROWING, sample_size=SIZE, generations=asked, rng=rng, divisor="n-1")
    away["variances"] = (((fits.root**2).sum(axis=-1) - 1) ** 2).sum(axis=-1)
    samples = {
        f"{what}, {label}": distance[:, i] < distance[:, 0]
        for what, distance in away.items()
        for i, label in enumerate(LATER, start=1)
    }
    for name in COLUMNS_ALONE:
        samples[name] = _closer(_column(name), MORE * replicates, rng)
    return samples


def _share(
    name: str,
    sample: str,
    asserts: str,
    theory: Callable[[], float],
    margin: dict[str, float],
    remainder: float,
    rivals: dict[str, Callable[[], float]],
) -> Estimate:
    return Estimate(
        name=name,
        asserts=asserts,
        sample=sample,
        theory=Value(theory),
        spread=lambda: float(np.sqrt(theory() * (1 - theory()))),
        margin=margin,
        margin_reason="on the probability scale, less than half the distance to the nearest wrong variant; the law is "
        "that of large samples, and the remainder allows for n = 200",
        kind="asymptotic",
        remainder=remainder,
        rivals=rivals,
        mutate=False,
    )


def _mean(label: str) -> list[Estimate]:
    slug = label.replace(",", "").replace(" ", "-")

    def of_table() -> float:
        return float(improvement_probability(r=_r(label), covariance=source.correlation(source.patients())))

    def equal() -> float:
        return float(improvement_probability(r=_r(label), dimension=COLUMNS))

    def single() -> float:
        return float(improvement_probability(r=_r(label)))

    return [
        _share(
            f"mean-{slug}",
            f"mean, {label}",
            f"Share of walks whose last mean is closer in the Euclidean norm, {label}: the table's own eigenvalues.",
            of_table,
            {"smoke": 0.028, "full": 0.0158},
            0.004,
            {"ten equal directions": equal, "one direction": single},
        ),
        _share(
            f"mean-own-metric-{slug}",
            f"mean, metric, {label}",
            f"The same in the metric $S^{{-1}}$, {label}: Student's law with ten degrees of freedom.",
            equal,
            {"smoke": 0.0228, "full": 0.012},
            0.004,
            {"the Euclidean norm": of_table, "one direction": single},
        ),
    ]


def _variances(label: str) -> Estimate:
    def of_table() -> float:
        real, synthetic = _fourth_moments(_cells())
        return improvement_between(real, _r(label) ** 2 * synthetic)

    def normal() -> float:
        _, synthetic = _fourth_moments(_cells())
        return improvement_between(synthetic, _r(label) ** 2 * synthetic)

    return _share(
        f"variances-{label.replace(',', '').replace(' ', '-')}",
        f"variances, {label}",
        f"Share of walks whose ten variances are closer, {label}, breast cancer, its first ten columns: the real stage "
        "has the table's fourth moments, the rounds those of normal rows.",
        of_table,
        {"smoke": 0.0335, "full": 0.02},
        0.006,
        {"normal rows in the real stage": normal},
    )


def _alone(name: str) -> Estimate:
    return _share(
        f"variance-{name.replace(' ', '-')}",
        name,
        f"Share of walks of the column {name} alone whose variance is closer after one round.",
        lambda: one_variance(source.kurtosis(_column(name))),
        {"smoke": 0.0135, "full": 0.0075},
        0.0015,
        {"normal rows": lambda: one_variance(3.0), "the ratio the other way round": lambda: _reversed(name)},
    )


def _reversed(name: str) -> float:
    return float(improvement_probability(r=float(np.sqrt((source.kurtosis(_column(name)) - 1) / 2))))


def _tangent() -> sp.Expr:
    """Tangent of π times the chance, as the chapter derives it."""
    return sp.tan(sp.pi * symbolic.real_stage()["chance"].relation)


CLAIM = Claim(
    id="walk-table-improvement",
    title="Heavy tails in the real rows give synthetic rounds a better chance",
    ledger=("P1-R", "P1-T4", "P1-T7"),
    paper=PAPER,
    locus="improvement probability, abstract",
    statement=(
        "For large $n$ the error $Z$ of the real stage has the covariance of the table's rows over $n$, whatever their "
        "law, and the synthetic rounds add an independent $W$ with $r^2 = \\sum_{j \\ge 2} n/n_j$ times the covariance "
        "that normal rows give. For the mean the two are alike, $S$ and $r^2S$. For the variance of a column of "
        "kurtosis $\\kappa$ they are $\\kappa-1$ and $2r^2$, and the chance that the rounds end closer to the truth is "
        "$\\frac1\\pi\\arctan\\frac{\\sqrt{2(\\kappa-1)}}{r}$."
    ),
    assumptions=(
        source.POPULATION,
        source.ROUNDS,
        "The rows have finite fourth moments, as every finite table has.",
    ),
    provenance=DERIVED,
    provenance_note=source.NOTE,
    outcome=Outcome.CONDITIONAL,
    chapter=source.CHAPTER,
    evidence=(
        Identity(
            name="tangent",
            asserts="At kurtosis 3 the chance is that of normal rows, $\\frac1\\pi\\arctan\\frac2r$.",
            left=lambda: _tangent().subs(symbolic.kurtosis, 3),
            right=lambda: 2 / symbolic.moved,
            rivals={"with the kurtosis for its excess over one": lambda: sp.sqrt(6) / symbolic.moved},
        ),
        *(estimate for label in LATER for estimate in _mean(label)),
        *map(_variances, LATER),
        *map(_alone, COLUMNS_ALONE),
    ),
    simulation=Simulation(
        _block, {"smoke": 8_192, "full": 28_672}, entries=dict.fromkeys(COLUMNS_ALONE, float(MORE))
    ),
    not_established=(
        source.STAND_IN,
        "The law is that of large samples. A column with a kurtosis of fifty is still some way from it at n = 200.",
    ),
    revision=2,
    history=("Revision 2, before the first edition: generations have the letter $j$.",),
)
