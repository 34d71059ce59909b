"""Summary, instrument and settings to Study."""

from servqual.study.build import build_study

__all__ = ["build_study"]
