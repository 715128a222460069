"""The estimators: one short file per method of the paper, and what they share."""
