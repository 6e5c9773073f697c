"""Sport: repetitions, jumps, phases marked by the user, and trials laid over each other."""
