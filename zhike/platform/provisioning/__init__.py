"""People and teams kept in step with a company's directory, by SCIM 2.0 (RFC 7643, 7644) under `/scim/v2`."""
