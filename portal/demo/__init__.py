"""Demonstration content: seeded, invented by us, marked wherever it shows."""
