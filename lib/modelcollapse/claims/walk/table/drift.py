"""How far the fit of a real table drifts: error of the mean, shrinking covariance, log volume."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from modelcollapse.checks import Estimate, Identity, Value
from modelcollapse.claims.claim import Claim, Outcome, Simulation
from modelcollapse.claims.walk.source import DERIVED, PAPER
from modelcollapse.claims.walk.table import source
from modelcollapse.data import schedules
from modelcollapse.data.schedules import Schedule
from modelcollapse.exact.walk import fitted_gaussian
from modelcollapse.simulate.walk import table as simulate
from modelcollapse.symbolic.walk import table as symbolic

__all__ = ["CLAIM", "SIZE", "error"]

SIZE, GENERATIONS = 50, 11
# Rows of the real stage whose log volume is judged.
LARGER = 200
COLUMNS = 10
CONSTANT, GROWING = schedules.constant(), schedules.power(1)


def _moment(schedule: Schedule, name: str) -> Callable[..., float]:
    """Return one exact moment of the fit of generation k as a function of its arguments."""

    def value(*, sample_size: int, generations: int, divisor: str) -> float:
        fit = fitted_gaussian(
            schedule, sample_size=sample_size, generations=generations, divisor=divisor, dimension=COLUMNS
        )
        return float(getattr(fit, name))

    return value


def _value(schedule: Schedule, name: str, divisor: str, generations: int = GENERATIONS) -> Value:
    return Value(
        _moment(schedule, name), {"sample_size": SIZE, "generations": generations, "divisor": divisor}
    )


def _volume_change(schedule: Schedule, divisor: str = "n-1") -> float:
    """Mean change of the log volume by the synthetic rounds alone."""
    value = _value(schedule, "log_determinant", divisor)
    return value() - value(generations=1)


def _first_volume(excess: float) -> float:
    """Mean log volume of the real stage: exact for normal rows, and the first-order term of the kurtosis."""
    return _moment(CONSTANT, "log_determinant")(sample_size=LARGER, generations=1, divisor="n-1") - excess / (
        2 * LARGER
    )


def _whiten() -> np.ndarray:
    return np.asarray(np.linalg.inv(np.linalg.cholesky(source.correlation(source.patients()))))


def error(fits: simulate.Fits) -> np.ndarray:
    """Squared error of each mean in units of the table's own covariance: every principal direction counts alike."""
    return np.asarray(((fits.mean @ _whiten().T) ** 2).mean(axis=-1))


def _block(rng: np.random.Generator, replicates: int) -> dict[str, np.ndarray]:
    table = source.patients()
    samples = {}

    whiten = _whiten()
    for label, schedule, divisor in (
        ("constant", CONSTANT, "n-1"),
        ("growing", GROWING, "n-1"),
        ("constant, divisor n", CONSTANT, "n"),
    ):
        start = simulate.resample(table, sample_size=SIZE, replicates=replicates, rng=rng, divisor=divisor)
        end = simulate.walk(
            start, schedule, sample_size=SIZE, generations=GENERATIONS, rng=rng, divisor=divisor
        )
        samples[f"error, {label}"] = error(end)
        samples[f"volume, {label}"] = end.log_volume - start.log_volume
        if divisor == "n":
            samples["trace"] = ((whiten @ end.root) ** 2).sum(axis=(-2, -1)) / COLUMNS
        elif schedule is CONSTANT:
            samples["real stage"] = error(start)
    larger = simulate.resample(table, sample_size=LARGER, replicates=2 * replicates, rng=rng, divisor="n-1")
    truth = np.linalg.slogdet(source.correlation(table))[1]
    samples["first volume"] = larger.log_volume - truth
    return samples


def _error_spread(value: Value) -> float:
    """Spread of a chi-square over its degrees of freedom, widened as the fitted covariance fluctuates."""
    return value() * (1 + 2 * value()) * float(np.sqrt(2 / COLUMNS))


def _volume_spread(schedule: Schedule) -> float:
    value = _value(schedule, "log_determinant_variance", "n-1")
    return float(np.sqrt(value() - value(generations=1)))


def _first_spread() -> float:
    # Var log det of the real stage is (β − d²)/n to first order, β Mardia's kurtosis.
    excess = source.excess_kurtosis(source.patients())
    return float(np.sqrt((excess + 2 * COLUMNS) / LARGER)) * 1.1


def _error(
    name: str,
    sample: str,
    asserts: str,
    value: Value,
    margin: dict[str, float],
    rivals: dict[str, Callable[[], float]],
) -> Estimate:
    return Estimate(
        name=name,
        asserts=asserts,
        sample=sample,
        theory=value,
        spread=lambda: _error_spread(value),
        margin=margin,
        margin_reason="less than half the distance to the nearest wrong variant",
        rivals=rivals,
        # One row or one round more changes the error by less than the margin.
        mutate=False,
    )


def _volume(label: str, schedule: Schedule, margin: dict[str, float]) -> Estimate:
    return Estimate(
        name=f"log-volume-{label}",
        asserts=f"$\\mathbb{{E}}\\log\\det\\hat\\Sigma_{{{GENERATIONS}}} - \\mathbb{{E}}\\log\\det\\hat\\Sigma_1$, "
        f"$n={SIZE}$, {label} sizes, divisor $n-1$.",
        sample=f"volume, {label}",
        theory=Value(lambda: _volume_change(schedule)),
        spread=lambda: _volume_spread(schedule),
        margin=margin,
        margin_reason="a fraction of the distance to the other divisor",
        rivals={"the other divisor": lambda: _volume_change(schedule, "n"), "no drift": lambda: 0.0},
    )


_CONSTANT_ERROR = _value(CONSTANT, "squared_error", "n-1")
_GROWING_ERROR = _value(GROWING, "squared_error", "n-1")
_LIKELY_ERROR = _value(CONSTANT, "squared_error", "n")
_REAL_STAGE = _value(CONSTANT, "squared_error", "n-1", 1)

CLAIM = Claim(
    id="walk-table-drift",
    title="The fit of a real table drifts as forecast",
    ledger=("P1-R", "P1-C2", "P1-C3"),
    paper=PAPER,
    locus=source.LOCUS,
    statement=(
        "Let the population be a table of $d$ columns with mean $\\mu$ and covariance $S$, of any shape. The "
        "covariance of $\\hat\\mu_k$ is $S\\sum_{j\\le k} 1/n_j$ with the divisor $n-1$ and "
        "$S\\bigl(1-\\prod_{j\\le k}(1-1/n_j)\\bigr)$ with the divisor $n$. The synthetic rounds move "
        "$\\mathbb{E}\\log\\det\\hat\\Sigma$ as for normal rows. The real stage moves it by "
        "$-(\\beta-d(d+2))/(2n)$ more, to first order, where $\\beta$ is Mardia's kurtosis of the table."
    ),
    assumptions=(
        source.POPULATION,
        source.ROUNDS,
        "$\\|v\\|_S^2 = v^\\top S^{-1}v$: every principal direction counts alike.",
    ),
    provenance=DERIVED,
    provenance_note=source.NOTE,
    outcome=Outcome.HOLDS,
    chapter=source.CHAPTER,
    evidence=(
        Identity(
            name="variance-of-a-variance",
            asserts="At kurtosis $3$ the variance of $s^2$ for rows of any law is that of a chi-square.",
            left=lambda: symbolic.real_stage()["total"].relation.rhs.subs(symbolic.kurtosis, 3),
            right=lambda: 2 / (symbolic.size - 1),
            domain={symbolic.size: (2, 12)},
            rivals={
                "without the products of two rows": lambda: symbolic.real_stage()["squares"].relation.subs(
                    symbolic.kurtosis, 3
                )
            },
        ),
        _error(
            "real-stage",
            "real stage",
            f"$\\mathbb{{E}}\\|\\hat\\mu_1-\\mu\\|_S^2/d$, $n={SIZE}$ rows with replacement.",
            _REAL_STAGE,
            {"smoke": 0.00099, "full": 0.0005},
            {
                "rows without replacement": lambda: (
                    _REAL_STAGE() * (1 - (SIZE - 1) / (len(source.patients()) - 1))
                ),
            },
        ),
        _error(
            "mean-error-constant",
            "error, constant",
            f"$\\mathbb{{E}}\\|\\hat\\mu_{{{GENERATIONS}}}-\\mu\\|_S^2/d$, $n={SIZE}$, constant sizes, "
            "divisor $n-1$.",
            _CONSTANT_ERROR,
            {"smoke": 0.01, "full": 0.0062},
            {"the other divisor": _LIKELY_ERROR, "the last round's error alone": _REAL_STAGE},
        ),
        _error(
            "mean-error-growing",
            "error, growing",
            "The same with sizes $n t^2$.",
            _GROWING_ERROR,
            {"smoke": 0.0042, "full": 0.0021},
            {"the real stage's error alone": _REAL_STAGE, "constant sizes": _CONSTANT_ERROR},
        ),
        _error(
            "mean-error-divisor-n",
            "error, constant, divisor n",
            "The same with constant sizes and the divisor $n$.",
            _LIKELY_ERROR,
            {"smoke": 0.0096, "full": 0.006},
            {"the other divisor": _CONSTANT_ERROR},
        ),
        Estimate(
            name="trace-divisor-n",
            asserts=f"$\\mathbb{{E}}\\operatorname{{tr}}(S^{{-1}}\\hat\\Sigma_{{{GENERATIONS}}})/d$ with the "
            "divisor $n$: what the mean error gains, the covariance loses.",
            sample="trace",
            theory=_value(CONSTANT, "variance", "n"),
            spread=lambda: 0.29,
            margin={"smoke": 0.035, "full": 0.0175},
            margin_reason="an eighth of the distance to the other divisor, or less",
            rivals={"the other divisor": lambda: 1.0},
            mutate=False,
        ),
        _volume("constant", CONSTANT, {"smoke": 0.2, "full": 0.1}),
        _volume("growing", GROWING, {"smoke": 0.12, "full": 0.06}),
        Estimate(
            name="log-volume-real-stage",
            asserts=f"$\\mathbb{{E}}\\log\\det\\hat\\Sigma_1 - \\log\\det S$, $n={LARGER}$ rows of the table, divisor "
            "$n-1$: normal rows, and the term of the kurtosis.",
            sample="first volume",
            theory=Value(lambda: _first_volume(source.excess_kurtosis(source.patients()))),
            spread=_first_spread,
            margin={"smoke": 0.03, "full": 0.025},
            margin_reason="less than half the term of the kurtosis; the next term is of order $d^3/n^2$, and has its "
            "own allowance",
            kind="asymptotic",
            remainder=0.007,
            rivals={"normal rows": lambda: _first_volume(0.0)},
            mutate=False,
        ),
    ),
    simulation=Simulation(_block, {"smoke": 12_288, "full": 32_768}, entries={"first volume": 2.0}),
    not_established=(
        source.STAND_IN,
        "The term of the kurtosis is the first of a series; at much smaller n, or for a table with heavier tails, "
        "the next terms are not small.",
    ),
    revision=2,
    history=("Revision 2, before the first edition: generations have the letter $j$.",),
)
