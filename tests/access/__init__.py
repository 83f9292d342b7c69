"""The permission matrix: who × document × verb × channel over HTTP, against rules written down from docs/quyen.md."""
