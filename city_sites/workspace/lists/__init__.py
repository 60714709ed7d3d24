"""One way for all lists of the workspace: search, filters, columns, a table as CSV, acts on many rows."""
