"""What public sources show of cooperation: publications and projects, as ties."""
