"""Inputs: text corpora, distributions of words, handwritten digits; no mathematics."""
