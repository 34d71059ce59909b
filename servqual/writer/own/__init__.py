"""The consultant's own words: read from a file, set into the sections, checked for old numbers."""
