"""Plots of trees, documents and models with matplotlib."""
