"""A coarser copy of a file, and what its texts still reveal."""
