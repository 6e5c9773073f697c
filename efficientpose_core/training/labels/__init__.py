"""Label formats in and out: COCO, MPII, DeepLabCut, SLEAP, own projects; checks and splits."""
