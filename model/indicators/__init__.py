"""What is measured at the end of a year; every indicator has label, unit and definition."""
