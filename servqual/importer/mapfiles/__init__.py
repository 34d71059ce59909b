"""Mapping files: read, proposed, drafted."""
