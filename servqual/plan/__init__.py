"""Which columns and sums an analysis needs, declared once, by instrument and answers."""
