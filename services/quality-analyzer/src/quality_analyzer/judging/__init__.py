"""From what was measured to a judgement that a person can follow."""
