"""The head's desk: the queue, one declaration, many at once, returning."""
