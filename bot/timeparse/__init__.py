"""Times: working hours, times in own words, zones, and how a moment is said. Import the modules."""
