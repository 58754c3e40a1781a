"""Exact numbers on regression with synthetic labels."""
