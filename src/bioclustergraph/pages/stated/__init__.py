"""Figures that sources state of a thing: the latest of them, and all as small charts."""
