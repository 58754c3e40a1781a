"""Derivations on regression with synthetic labels."""
