"""Charts as plain dicts in the form of plotly JSON: one function per figure, two widths each."""
