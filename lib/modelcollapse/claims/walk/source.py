"""What the claims on walks of an estimate have in common."""

from modelcollapse.claims.claim import Provenance

__all__ = ["DERIVED", "PAPER", "SCHEDULED", "SETTLES", "UNREAD", "margins", "speaks_to"]

PAPER = "xu2025probabilistic"
DERIVED = Provenance.DERIVED_HERE
UNREAD = "Of the paper only the abstract and public summaries were read; the statement is derived here"
SCHEDULED = (
    "The real sample has $n_1 = n$ independent draws from the truth. Generation $k$ is fitted to $n_k$ fresh draws "
    "from generation $k-1$, and to nothing else."
)
SETTLES = "what this many walks can settle"


def margins(value: float, *, smoke: float, full: float) -> dict[str, float]:
    """Return margins that are these shares of a value, to three digits: the same on every processor."""
    return {name: float(f"{share * value:.3g}") for name, share in (("smoke", smoke), ("full", full))}


def speaks_to(sentence: str) -> str:
    """Say that the statement is derived, and which published sentence it speaks to."""
    return f"{UNREAD} and speaks to {sentence}."
