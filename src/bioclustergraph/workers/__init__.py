"""Processes that answer requests and that can be ended at any moment.

One process holds a release in memory (:mod:`nursery`) and forks others (:mod:`worker`) that answer
one request at a time; the server's own process gives them their work (:mod:`pool`) and ends those
that take too long or too much.
"""
