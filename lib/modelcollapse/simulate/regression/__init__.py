"""Simulated regression on synthetic labels."""
