"""The operator's pages: how every source does, why, and what to change. Never open to strangers.

    browser ─► Gate (host, token, origin) ─► routes of `app` ─► a page's module ─► Jinja templates
                                                   │
                                                  Desk: configuration, store, fetcher, reader, clock

A page's module gathers frozen values for its template; nothing is worked out in templates. Everything shown comes from
strangers (names, titles, addresses, raw pages): templates escape, links are http(s) or plain text, raw pages stand in
a frame that runs nothing and loads nothing. Every page works without script; htmx only saves clicks. Every form names
the command that does the same.
"""
