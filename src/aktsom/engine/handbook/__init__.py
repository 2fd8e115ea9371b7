"""All that an appraisal goes by, as one thing with a version and a digest: rules, questions, guides, measures, stages.

An institution's override makes a handbook of its own; both can be compared and checked for soundness.
"""
