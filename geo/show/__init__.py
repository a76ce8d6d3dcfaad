"""How people see it: the map and the report."""
