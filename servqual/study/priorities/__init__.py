"""Priorities: the matrix, how sure each place in it is, rankings and indices."""

from servqual.study.priorities.build import priority_table

__all__ = ["priority_table"]
