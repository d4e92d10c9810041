//! What ICD-10-CM says in one release: tabular list, alphabetic index, tables.
