"""Read what a file needs in one transaction, shaped for reports/."""
