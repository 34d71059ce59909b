"""What is known about people, and what is kept of it."""
