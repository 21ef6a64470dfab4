"""Tables of codes and words that *Find code* searches, made from public-domain tables and CodiEsp's training set."""
