"""What a sheet means: plain grids in, parsed returns and findings out."""

from opcoord.reading.read import read_return

__all__ = ["read_return"]
