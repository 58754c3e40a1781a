"""Inputs: text corpora and distributions of words; no mathematics."""
