"""Pictures of records and arrays, in one quiet style; nothing is computed here (extra: seaborn)."""
