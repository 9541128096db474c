"""THE DOMAIN: criteria, results, states and rights. Pure: no I/O, no clock, no randomness."""
