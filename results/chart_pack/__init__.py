"""The chart pack: every figure of a run as page, pictures, data and caption, in a folder."""
