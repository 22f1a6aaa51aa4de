"""Audio and images from files, bounded and checked."""
