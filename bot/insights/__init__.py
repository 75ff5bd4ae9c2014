"""What a manager's own records come to: counts (pure), and the pictures that a process of its own draws of them."""
