"""No floats: SymPy derivations, lowered to numbers by one function, ``lower``."""
