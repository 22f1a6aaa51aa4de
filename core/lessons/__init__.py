"""Lessons: texts beside states of the labs, with questions whose answers are computed. No Qt."""
