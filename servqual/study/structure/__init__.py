"""Whether the dimensions exist in these answers, from a Summary."""

from servqual.study.structure.build import structure_table

__all__ = ["structure_table"]
