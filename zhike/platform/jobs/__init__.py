"""Work done later: a thin face of procrastinate, the worker process, and progress people can watch."""
