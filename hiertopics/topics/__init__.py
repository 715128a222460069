"""What the matrices mean: from factors and weights to a tree of topics, with no model inside."""
