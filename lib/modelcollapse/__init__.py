"""Model collapse: derived with SymPy, computed exactly, simulated, and judged.

Importing the package loads nothing but this line; import the part you need, for example
``from modelcollapse.exact import gaussian``.
"""

__version__ = "0.1.0"

# Date of the edition, as in CITATION.cff.
RELEASED = "2026-11-21"
