"""Gait: bouts of walking, contacts and toe-offs, cycles, parameters, norms, comparison.

`analysis.analyse_gait` runs all of it on cleaned keypoints and their angles.
"""
