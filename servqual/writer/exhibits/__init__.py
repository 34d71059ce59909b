"""Exhibits: a figure, its table, and words from ``exhibits.toml``; one function each."""
