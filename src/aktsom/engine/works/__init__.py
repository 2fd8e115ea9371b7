"""Reading what public sources say of cooperation: publications, funded projects, universities' internet domains."""
