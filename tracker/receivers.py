"""What the tracker does when something happens elsewhere."""
