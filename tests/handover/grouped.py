"""Studies broken down by groups, without what resampling adds: it is not what is tested here."""

from servqual.analysis.versions import by_group
from servqual.scoring import summarize
from servqual.settings import Settings
from servqual.study import build_study
from servqual.study.build import Beside, Origin


def grouped(answers, by=(), min_cell=10):
    """Return the Study of some answers, broken down by people columns."""
    columns = (by,) if isinstance(by, str) else tuple(by)
    n = len(answers)
    origin = Origin("made.csv", "0" * 64, n, n, 0, answers.weights_name)
    settings = Settings(by=columns, min_cell=min_cell, weights=answers.weights_name)
    beside = Beside(breakdowns={name: by_group((answers,), name) for name in columns})
    return build_study(summarize(answers), answers.instrument, settings, origin, (), beside)
