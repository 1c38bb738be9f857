"""Spreadsheets: the relations of a source as rows, out of the Turtle file and back into it.

The columns are those that the shapes allow, the values to choose from are those of the concept
schemes and the things there are; nothing about them is written down a second time here.
"""
