"""Readers of released weights: Keras HDF5, legacy PyTorch, TensorFlow Lite; they run no code."""
