"""What programmes may read of the paper: published articles and what they are grouped by."""
