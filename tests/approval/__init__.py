"""The approval service under random hands: walks beside an oracle, many threads at once, tampering with the log."""
