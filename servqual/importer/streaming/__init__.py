"""Surveys of any size, block by block: decided on a sample, parsed typed, doubted as text."""
