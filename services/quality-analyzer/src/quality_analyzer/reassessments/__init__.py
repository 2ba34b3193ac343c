"""Reassessments: many assets to be judged anew, once each however often it is asked."""
