"""Lists that offices hand in: a file in, people and what could not be understood out. Nothing is written or kept."""
