"""WORDS: texts as data, the catalogues that render them, and Vietnamese formats."""
