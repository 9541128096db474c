"""PAPER: rows in, bytes out. No database, no network, no clock; texts are rendered by what the caller passes in."""
