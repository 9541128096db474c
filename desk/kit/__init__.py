"""What the pages are made of: blocks, a visit, the table of pages, charts. Knows nothing of the trade."""
