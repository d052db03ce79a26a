"""Work of a run that the workers of a Dask cluster share: only paths and what was found travel."""
