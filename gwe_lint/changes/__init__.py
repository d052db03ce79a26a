"""Changes that nobody made yet: read, laid over the exports in memory, judged before and after."""
