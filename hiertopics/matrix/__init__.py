"""The matrix of a corpus on disk, in shards that are mapped into memory."""
