"""One module a version of the schema. A released one is never edited: what it made is in people's databases."""
