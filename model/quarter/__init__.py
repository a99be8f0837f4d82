"""One file per phase of the quarter, called in order by `CountyModel.step`."""
