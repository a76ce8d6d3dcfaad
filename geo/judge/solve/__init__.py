"""Claims taken together: where sites would have to lie, and which claims cannot all hold."""
