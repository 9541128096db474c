"""Coming in: home, joining, one's own data and devices."""
