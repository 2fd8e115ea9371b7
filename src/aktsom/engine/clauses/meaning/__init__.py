"""What passages mean, beyond their words: a small shipped model of language, and what labelled passages taught on top of it."""
