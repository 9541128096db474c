"""THE PROGRAM: environment, clock, network, process."""
