"""The page of an explorer: computed points of a grid, shown one at a time by sliders."""
