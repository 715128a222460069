"""Fitted things to JSON and arrays, and back, without any code in the file."""
