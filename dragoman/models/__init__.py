"""The trained pipelines, one folder a language, each with a card; see `dragoman/models/*/card.md`."""
