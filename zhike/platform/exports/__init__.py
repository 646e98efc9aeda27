"""Lists as files: CSV and XLSX of any object, made in the background, for the one who asked and for seven days."""
