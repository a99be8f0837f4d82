"""What came out: run folders, records, charts, reports. Figures redraw from stored tables."""
