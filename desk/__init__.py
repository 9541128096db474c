"""The desk in a browser: the pages on which officers and heads work at a computer."""
