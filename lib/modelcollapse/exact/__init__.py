"""No chance: exact laws by special functions, inversion, quadrature and linear algebra. No SymPy here."""
