"""From pictures to keypoints: preprocessing, engines, decoding, following."""
