"""What is known of the exports of well-known tools: one TOML file for each."""
