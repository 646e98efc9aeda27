"""Campaigns: one mail to many people, each at most once, none without a lawful basis, and what it led to."""
