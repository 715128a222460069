"""The parts of the command line: what its words mean, and what each verb does."""
