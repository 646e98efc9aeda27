"""`zhike doctor`: looks at one installation and says of each thing whether it is right and, if not, how to mend it."""
