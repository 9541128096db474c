"""What one learns: the diary, classes and meetings, their pictures."""
