"""Titles of families, clans, villages and units."""
