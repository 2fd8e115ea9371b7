"""What happens to appraisals by themselves: facts change, days pass, cooperation changes or ends, incidents are reported."""
