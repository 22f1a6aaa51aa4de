"""The signal lab: state, layer over a recording, scenes, files, sound."""
