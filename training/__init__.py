"""Training of Glosa's packs: corpora, encoder, heads, evaluation, export. `python -m training --help`."""
