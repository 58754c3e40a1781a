"""Chance: NumPy recursions from sufficient statistics. No formula under test, no SymPy."""
