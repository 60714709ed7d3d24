"""The statistical methods of the portal: pure functions over frames of figures, no Django, no database.

Every rule is one function, and its docstring names where the rule comes from. docs/statistics.md lists them.
"""
