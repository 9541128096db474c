"""Photos of filled sheets: the bytes of a picture and a layout in, what was ticked and how sure that is out. Pure."""
