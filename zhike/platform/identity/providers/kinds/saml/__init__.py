"""SAML 2.0: one file each for documents, signatures, answers, and what both sides tell of themselves."""
