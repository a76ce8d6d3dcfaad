"""Areas on the ellipsoid: shapes, what lies around a point, and how far apart two areas are."""
