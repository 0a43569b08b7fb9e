"""What walls, sealing and trail cost: each figure beside the same work without them, in one run."""
