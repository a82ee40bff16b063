"""The operation on its way from lead force to lead force: giving, receiving, taking back, comparing."""
