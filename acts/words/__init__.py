"""What chat and desk say in the same words."""
