"""What appraising costs and what it catches, side by side: proportion, measured; and whether it treats groups alike."""
