"""Real services on one machine with nothing installed: PostgreSQL, Valkey and Elasticsearch below `var/`."""
