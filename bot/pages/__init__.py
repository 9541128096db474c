"""What the pages in a browser are made of: templates, style, script, texts."""
