"""One package a lab: panels, and the controller between view and store."""
