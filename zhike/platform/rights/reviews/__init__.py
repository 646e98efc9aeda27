"""Access reviews (权限复核): people confirm or withdraw the roles of those they answer for; the result is signed."""
