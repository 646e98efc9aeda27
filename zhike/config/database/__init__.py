"""Makes a database ready for Zhike: on the server that comes along or on the one `DATABASE_URL` names."""
