"""What holds the storage up: engine, transaction, tables, migrations; no subject of its own."""
