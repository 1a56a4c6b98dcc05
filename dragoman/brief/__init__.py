"""A brief on two sides: what a desk officer sends up, every sentence resting on claims."""
