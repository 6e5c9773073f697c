"""EfficientPose Studio, the part without a window."""
