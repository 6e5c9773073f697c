"""Live: a camera, the network and a recorder at work together, without Qt."""
