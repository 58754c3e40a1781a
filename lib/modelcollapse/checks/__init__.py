"""How agreement is judged: a verdict, a margin fixed beforehand, a stated chance of being wrong.

No family of models is known here. Each kind of evidence is one file; each names at least one false variant
(a rival) that is judged on the same numbers and has to be refuted.
"""

from modelcollapse.checks.agreement import Agreement
from modelcollapse.checks.estimate import Estimate
from modelcollapse.checks.evidence import Evidence
from modelcollapse.checks.frequencies import Frequencies
from modelcollapse.checks.identity import Identity
from modelcollapse.checks.inequality import Inequality
from modelcollapse.checks.law import Law
from modelcollapse.checks.refusal import Refusal
from modelcollapse.checks.slope import Slope
from modelcollapse.checks.value import Value
from modelcollapse.checks.verdict import Control, Finding, Verdict

__all__ = [
    "Agreement",
    "Control",
    "Estimate",
    "Evidence",
    "Finding",
    "Frequencies",
    "Identity",
    "Inequality",
    "Law",
    "Refusal",
    "Slope",
    "Value",
    "Verdict",
]
