"""Working papers, which nobody sends to a client: the pilot of a questionnaire, and fieldwork."""
