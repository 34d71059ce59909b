"""What can go wrong with a user's files and words, one class per cause."""

from __future__ import annotations

from collections.abc import Sequence


class ServqualError(Exception):
    """Base of every error that a user can mend; its text says where, what and what to do."""


class FileError(ServqualError):
    """A file or folder cannot be found, read, written or replaced."""


class FormatError(ServqualError):
    """A file was opened, but it is not the kind of table that it claims to be."""


class InstrumentError(ServqualError):
    """A questionnaire file is unknown or has faults."""


class MappingError(ServqualError):
    """A mapping file has faults, or names a column that is not in the export."""


class ColumnError(ServqualError):
    """The columns of an export cannot be matched to the items of the questionnaire."""


class RatingError(ServqualError):
    """Cells hold answers that the scale does not have."""


class ScaleError(ServqualError):
    """The answers suggest another scale than the one declared."""


class SettingsError(ServqualError):
    """An option has a value that makes no sense here."""


class DesignError(ServqualError):
    """A design file has faults, or names what the answers do not have."""


class JourneyError(ServqualError):
    """A file of touchpoints has faults, or names items that the questionnaire does not have."""


class StudyFileError(ServqualError):
    """A study folder lacks something, or its study.toml has faults."""


class BrandError(ServqualError):
    """A brand file has faults, or its logo or colours cannot be used."""


class OwnWordsError(ServqualError):
    """A file of the consultant's own words has faults, or names what the report does not have."""


class OwnWordsWarning(UserWarning):
    """A number that the consultant quotes is no figure of the study any more."""


class BrowserError(ServqualError):
    """A browser was found, but it did not start or did not draw the report."""


class UndefinedStatisticError(ServqualError):
    """A statistic does not exist for these numbers, for instance alpha of constant answers.

    Where results carry the reason as a code, the message begins with it and a colon.
    """

    @property
    def code(self) -> str:
        """The reason as a code, ``undefined`` where the message begins with none."""
        head, colon, _ = str(self).partition(":")
        return head if colon and head.isidentifier() else "undefined"


class MissingToolError(ServqualError):
    """An optional program or package is needed and not installed."""


MOST_FAULTS_SHOWN = 20


def listed(faults: Sequence[str], most: int = MOST_FAULTS_SHOWN) -> str:
    """Return faults one per line, the first ``most`` in full and the rest as a count.

    Examples
    --------
    >>> print(listed(["row 2: 8", "row 3: 9"], most=1))
      - row 2: 8
      ... and 1 more
    """
    lines = [f"  - {fault}" for fault in faults[:most]]
    if len(faults) > most:
        lines.append(f"  ... and {len(faults) - most} more")
    return "\n".join(lines)
