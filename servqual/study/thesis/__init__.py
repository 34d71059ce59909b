"""The tables that a thesis shows by convention."""

from servqual.study.thesis.build import thesis_tables as thesis_tables
