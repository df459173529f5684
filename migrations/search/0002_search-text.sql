-- What is searched, without a copy of the text: rows are found by `rowid`, which is `search_documents.number`.
-- Words come in already folded (worker/search/search-words.ts); the tokenizer only splits them and drops diacritics.
CREATE VIRTUAL TABLE `search_text` USING fts5(
	title, brand, category, description, codes,
	content = '', contentless_delete = 1,
	tokenize = 'unicode61 remove_diacritics 2'
);
