"""Annotated reports: Glosa's markup, brat folders, splits."""
