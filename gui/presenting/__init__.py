"""The lecture on the stage: full screen, a clicker's keys, pointer and ink, and the lecturer's own window."""
