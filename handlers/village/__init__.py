"""Looking after a village: who is missing, codes, roles, whom to tell in person."""
