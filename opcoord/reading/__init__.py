"""What a sheet means: plain grids in, parsed returns and findings out."""

from opcoord.reading.read import read_returns

__all__ = ["read_returns"]
