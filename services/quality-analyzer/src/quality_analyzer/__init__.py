"""Judgement: how good a picture looks, and why."""
