"""S1 (paper 001): tumour morphology mentions and their ICD-O-3 codes."""
