"""What several rooms say or show in the same words; no routes."""
