"""The commune's numbers, plan, indicators, criteria and territory."""
