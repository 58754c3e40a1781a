"""A campaign of faults against the real press, with stand-ins for what is slow: kernels, claims, Jupyter Book."""
