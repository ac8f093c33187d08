"""Random interleavings of everything that can go wrong, each drawn from one seed; at the end the copy is exact."""
