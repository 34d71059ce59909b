"""Numbers in, numbers out: statistics that know no questionnaire and no file."""
