"""THE CONVERSATIONS: one file for each thing a person comes to do; they link by route and never import each other."""
