"""A brief on two sides: what a desk officer sends up, every sentence resting on claims."""

from dragoman.brief.plan import Brief, brief

__all__ = ["Brief", "brief"]
