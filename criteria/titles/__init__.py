"""Data files of the titles' criteria sets, one a set; docs/adding-a-question.md shows how to change one."""
