"""How the pipelines are trained; see training/README.md."""
