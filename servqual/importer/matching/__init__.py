"""Which column of an export is which question of a questionnaire."""
