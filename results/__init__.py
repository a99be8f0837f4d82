"""What came out: run folders, records, charts and reports. Redraws any figure from stored tables."""
