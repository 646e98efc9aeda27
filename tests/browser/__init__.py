"""The whole product in a real browser, as the people who use it meet it."""
