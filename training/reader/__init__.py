"""S0, S2, S3 and S4 as heads on the encoder that S1 uses: one pass per sentence reads everything."""
