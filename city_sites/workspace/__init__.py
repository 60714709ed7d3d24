"""The workspace of city staff: feeds, their runs, and what became of each row."""
