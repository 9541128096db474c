"""The first set-up: what is asked, the answers as a file, and what is made of them."""
