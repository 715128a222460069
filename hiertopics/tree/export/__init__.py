"""What a tree of topics can be written as for other programs and pages."""
