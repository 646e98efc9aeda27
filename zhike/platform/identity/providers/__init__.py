"""Single sign-on (单点登录): other systems vouch for people. One file per kind in `kinds`; whose word counts is decided here.

Ends, like every way in, at `sign_in_actions.finish`.
"""
