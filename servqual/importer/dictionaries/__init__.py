"""What a survey tool says about its own survey: wording, labels, which columns name a person."""

from servqual.importer.dictionaries.described import described as described
from servqual.importer.dictionaries.described import read_dictionary as read_dictionary
from servqual.importer.dictionaries.entries import Dictionary as Dictionary
