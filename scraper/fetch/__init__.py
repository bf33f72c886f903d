"""The only door to the web: client, address guard, robots.txt, politeness, charset. `fetcher.Fetcher` is the main
one."""
