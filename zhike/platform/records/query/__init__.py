"""The one way out: filters, sorts, pages and aggregates over any object, with the reader's rights compiled in."""
