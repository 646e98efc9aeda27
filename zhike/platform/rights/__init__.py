"""Where rights are shaped and explained: roles, fields, sharing rules, shares, "who can see this and why"."""
