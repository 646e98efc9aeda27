"""One box for all objects: words, Chinese, pinyin, initials, pieces of phone numbers and addresses."""
