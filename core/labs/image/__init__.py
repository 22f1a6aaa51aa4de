"""The image lab without its window: the state, the layer over a picture, and what there is to show."""
