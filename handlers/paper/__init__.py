"""Forms to print and to type in."""
