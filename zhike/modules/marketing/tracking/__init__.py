"""What comes back from a mail: opens, clicks and refusals, by links that carry a signed number and nothing else."""
