"""Read and write videos, images and cameras; draw overlays."""
