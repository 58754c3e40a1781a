"""What the covered papers hold, by the keys that claims name, and what of each paper was read."""

from __future__ import annotations

__all__ = ["DERIVED", "PUBLISHED", "SPOKEN_TO", "VERSIONS", "items"]

# What stands behind the words "in the version we read", by key in the bibliography.
VERSIONS = {
    "suresh2024rate": "the authors' public notebook, which restates the theorems, and the code of the figures in it",
    "xu2025probabilistic": "the abstract and public summaries",
    "dohmatob2024demystified": "a machine transcription of the NeurIPS 2024 version with its appendices",
    "seddik2024bad": "a public text extraction of the first arXiv version",
    "gerstgrasser2024inevitable": "the abstract and the first pages",
    "dey2024universality": "the abstract",
}

# Statements and figures that were read.
PUBLISHED = {
    "P2-S0": "Setting: the recursive processes",
    "P2-L1": "Sequence of Theorem 1",
    "P2-T1": "Theorem 1",
    "P2-T1a": "Theorem 1, lower bound",
    "P2-T1b": "Theorem 1, upper bound",
    "P2-T1c": "Theorem 1, extension to both ends",
    "P2-T1d": "Abstract: the time to forget",
    "P2-R1": "Comparison with Seddik et al.",
    "P2-R2": "Comparison with Bertrand et al.",
    "P2-C1": "Corollary 1",
    "P2-T2": "Theorem 2",
    "P2-T3": "Theorem 3",
    "P2-T4": "Theorem 4",
    "P2-L4": "Theorem 4, joint maximum likelihood equations",
    "P2-F2a": "Figure of Gaussian trajectories",
    "P2-F2b": "Figure of Bernoulli trajectories",
    "P2-F3": "Figure to Theorem 1",
    "P2-F4": "Figure to Theorem 2",
    "P2-F3g": "Figure to Theorem 3",
    "P2-F5": "Figure of unigram resampling",
    "P2-F6": "Figure of Zipf-Mandelbrot vocabularies",
    "P2-F7": "Figure of n-gram models",
    "P2-F8": "Figure of the two mixture estimators",
    "P2-F9": "Figure to Theorem 4",
    "P3-C0": "Equation (1), the headline",
    "P3-T1": "Theorem 4.1",
    "P3-T1b": "Section 4, growing datasets",
    "P3-T1c": "Section 4, plateau",
    "P3-T1d": "Section 4, null predictor",
    "P3-T2": "Equations (9) and (10)",
    "P3-T3": "Proposition 4.2",
    "P3-T4": "Corollary 4.4, equation (19)",
    "P3-T4b": "Figure 1a",
    "P3-T5": "Theorem F.1",
    "P3-T6": "Theorem 4.3, equation (18)",
    "P3-T7": "Theorem 4.3 and Proposition F.5, the bias",
    "P3-T8": "Theorem 4.5",
    "P3-T9": "Theorem 4.6",
    "P3-T10": "Lemma F.7",
    "P3-T11": "Lemma F.8",
    "P3-T12": "Lemma I.1",
    "P3-T13": "Theorem 5.1",
    "P3-T14": "Corollary 5.2",
    "P3-T15": "Corollary 5.2, remark after it",
    "P3-T16": "Appendix G",
    "P3-E": "Figure 4",
    "P3-F1": "Abstract: a bound for accumulated data",
    "P3-F2": "Abstract: the factor π²/6",
    "P4-F2": "Equation (2)",
    "P4-M0": "Setting: every scheme is unbiased",
    "P4-T1a": "Theorem 1, part 1",
    "P4-T1b": "Theorem 1, part 2",
    "P4-T1c": "Theorem 1, part 3",
    "P4-T1d": "Theorem 1, remarks after it",
    "P4-P1": "Proposition 1",
    "P4-T2": "Theorem 2, equation (9)",
    "P4-T2b": "Theorem 2, end of its proof",
    "P4-D2": "Theorem 2, informally: no total collapse",
    "P4-T3": "Theorem 3 and Lemma 1",
    "P4-T4": "Theorem 4",
    "P4-E11": "Equation (11) and the remarks on it",
    "P4-Fig1": "Figure 1",
    "P4-Fig2": "Figure 2",
    "P4-Fig3": "Figure 3",
    "P4-Fig4": "Figure 4",
    "P4-Fig5": "Figure 5",
    "P4-Fig6": "Figure 6",
}

# Of this paper no theorem was read: what a derivation of ours speaks to.
SPOKEN_TO = {
    "P1-T1": "Abstract: recursive training as a random walk",
    "P1-T2": "Abstract: superlinear growth of the sample size",
    "P1-T3": "Abstract: faster growth where there is bias",
    "P1-R": "Abstract: a real data set",
    "P1-C1": "Summary: Gaussian mean, covariance known",
    "P1-C2": "Summary: Gaussian mean and covariance, unbiased",
    "P1-C3": "Summary: Gaussian mean and covariance, maximum likelihood",
    "P1-C4": "Summary: other parametric families",
    "P1-T4": "Summary: the chance to beat the real fit",
    "P1-T5": "Third-party note: a chance below one half",
    "P1-T6": "Summary: the chance with a fitted covariance",
    "P1-T7": "Summary: the chance with asymptotically normal estimators",
    "P1-W1": "Nothing: a caution for simulations",
    "P1-E1": "Nothing: our simulation of the error of the walk",
    "P1-E2": "Nothing: our simulation of mean and covariance",
    "P1-E3": "Nothing: our diagram of bias and growth",
    "P1-E4": "Nothing: our simulation of the chance",
    "P1-E5": "Nothing: our simulation of other families",
    "P1-E6": "Nothing: our counterexamples",
    "X9": "Abstract: superlinear growth, the condition for it",
    "X10": "Abstract: faster growth under bias, the condition for it",
    "X11": "Third-party note: a chance below one half, the condition for it",
    "X12": "Nothing: expected error against single paths",
    "X13": "Nothing: a product formula shared with Seddik et al.",
}

# Stated nowhere in the papers, for their processes.
DERIVED = {
    "P2-L1s": "Sharper bounds on the sequence of Theorem 1",
    "P2-T1x": "Exact curve to Theorem 1",
    "P2-R1x": "Rate and constant of the last decision",
    "P2-T3s": "Sharper constant for Theorem 3",
    "P2-T3c": "Best moment bound for Theorem 3",
    "P2-T3x": "Exact law to Theorem 3",
    "P2-T3t": "First passage in the chain of Theorem 3",
    "P2-T3m": "The mean in the chain of Theorem 3",
    "P3-D1": "Law of the error in the chain of Theorem 4.1",
    "P3-D2": "Generators with too few samples and label noise",
    "P3-D3": "Constants of the power laws",
    "P3-D4": "The chain of Theorem 4.6 in two numbers",
    "P4-D1": "Trajectories without real data",
    "P4-D3": "Exact deviation from the fit to the real data",
}


def items(ledger: tuple[str, ...]) -> list[dict[str, str | bool]]:
    """Return what each key stands for: key, name, and whether it was read in the paper.

    Raises:
        KeyError: for a key that no table holds.
    """
    names = PUBLISHED | SPOKEN_TO | DERIVED
    return [{"key": key, "name": names[key], "published": key in PUBLISHED} for key in ledger]
