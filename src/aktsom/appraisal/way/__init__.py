"""An appraisal's way from draft to decision, without database or clock: which step is possible, and who may take it."""
