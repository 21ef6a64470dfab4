"""The starting encoder: weights, network, recipe."""
