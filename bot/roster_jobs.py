"""Reading a file with a roster, and taking it over: in slices, beside the turns, taken up again after a kill."""
