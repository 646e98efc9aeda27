"""What every module shares: customers, activities, consent, catalogue, purchases, segments."""
