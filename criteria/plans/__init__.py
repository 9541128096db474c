"""Data files of the communes' plans, one a plan: targets and calendar."""
