"""One report a file: a list of columns, and the rows it takes."""
