"""The change log: written with every action, read by consumers that each keep a cursor and lose nothing."""
