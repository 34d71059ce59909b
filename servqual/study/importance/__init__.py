"""Importance: stated, derived from an outcome, compared, asymmetric, and by Kano's questions."""

from servqual.study.importance.build import importance_table

__all__ = ["importance_table"]
