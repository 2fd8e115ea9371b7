"""Work lists: what waits for whom, by duty."""
