"""Assessments: what is to be judged, the judging as leased work, and what came of it."""
