"""What the claims on walks of an estimate have in common."""

from modelcollapse.claims.claim import Provenance

__all__ = ["DERIVED", "PAPER", "SCHEDULED", "UNREAD", "speaks_to"]

PAPER = "xu2025probabilistic"
DERIVED = Provenance.DERIVED_HERE
UNREAD = "Of the paper only the abstract and public summaries were read; the statement is derived here"
SCHEDULED = (
    "The real sample has $n_1 = n$ independent draws from the truth. Generation $k$ is fitted to $n_k$ fresh draws "
    "from generation $k-1$, and to nothing else."
)


def speaks_to(sentence: str) -> str:
    """Say that the statement is derived, and which published sentence it speaks to."""
    return f"{UNREAD} and speaks to {sentence}."
