"""The trained pipelines, one folder a language, each with a card (`dragoman/models/*/card.md`)."""
