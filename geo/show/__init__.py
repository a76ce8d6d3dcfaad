"""Shows results: the map, the report, answers and exports."""
