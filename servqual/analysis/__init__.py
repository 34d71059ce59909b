"""The one-call face: answers in, Study out; Study in, report out."""

from __future__ import annotations

from servqual.analysis.each import editions
from servqual.analysis.one_call import analyze
from servqual.analysis.writing import check_maker, report

__all__ = ["analyze", "check_maker", "editions", "report"]
