"""The demo: a sample commune, three phones on one page, everything through the real program."""
