"""What the claims on "How Bad is Training on Synthetic Data?" have in common."""

from modelcollapse.claims.claim import Provenance

__all__ = [
    "CHARACTERS",
    "DERIVED",
    "DERIVED_NOTE",
    "MIXED",
    "MIXING",
    "PAPER",
    "READ",
    "READ_NOTE",
    "SETTING",
    "SYNTHETIC",
    "WINDOWS",
]

PAPER = "seddik2024bad"
SYNTHETIC = "synthetic-only"
MIXING = "mixing-real-data"
WINDOWS = "windows"
CHARACTERS = "character-model"
READ = Provenance.FULL_TEXT
READ_NOTE = (
    "Read in full in a public text extraction of the first arXiv version; the typeset page and the conference version "
    "were not compared."
)
DERIVED = Provenance.DERIVED_HERE
DERIVED_NOTE = "The statement is derived here, for the process that the paper defines."
SETTING = (
    "One context: each generation is the table of frequencies of independent draws from the distribution before it.",
    "The same $n$ draws in every generation, the fit to real data included; no fresh real data later.",
)
MIXED = (
    "One context: generation 1 is the table of frequencies of $N$ real draws, $p^{(1)} = q$.",
    "Every later generation is the table of frequencies of the same $N$ real draws together with $n$ fresh draws "
    "from the generation before.",
)
