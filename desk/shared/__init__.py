"""What several pages say or show in the same way."""
