"""The PostgreSQL that comes along: made, started and stopped by this program, reachable by a unix socket only.

The server's binaries come from a wheel. Nothing else of that wheel is used: its own starter lets every local process in
without a password.
"""
