"""From the text of a cell to a rating, a kind of missing answer, or a fault."""
