"""What every service stands on and what knows no feature."""
