"""The small chat framework: events in, screens out, forms as data. It imports no conversation."""
