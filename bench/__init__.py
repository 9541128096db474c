"""The benchmark: a declaration turn of the real program next to a bare echo bot (docs/performance.md)."""
