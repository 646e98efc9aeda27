"""What was or will be done with a customer: notes, tasks, calls, meetings, visits and messages."""
