"""What `spacy train --code` loads: our tokenizers and our noise."""

from dragoman.models import tokenizers  # noqa: F401
from training import noise  # noqa: F401
