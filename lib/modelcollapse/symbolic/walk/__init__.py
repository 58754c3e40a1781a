"""Derivations for walks of an estimate that is trained on its own output."""
