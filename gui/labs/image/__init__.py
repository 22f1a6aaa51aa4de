"""The image lab: an `nn.Conv2d` with one editable kernel sliding over a picture."""
