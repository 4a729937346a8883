"""One module per kind of thing taken out of a report. Each takes the text already cut up, none reads
another's."""

VERSION = "extract/8"  # raised with every change of what is taken out of a text
