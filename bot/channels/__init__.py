"""The messengers: one module each, behind one interface."""
