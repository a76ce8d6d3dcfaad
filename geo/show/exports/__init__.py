"""Files for other programs: one module for each form, all made of the same shapes."""
