"""What is known about countries: academic freedom, sanctions regimes, namings in assessments and laws."""
