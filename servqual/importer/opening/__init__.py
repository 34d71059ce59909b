"""How a file is opened: any kind of file, any encoding, as a table of text."""
