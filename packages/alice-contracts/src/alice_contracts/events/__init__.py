"""Facts that services tell each other, a module for each owner."""
