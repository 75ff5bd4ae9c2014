"""The use cases between routers and store: load, decide, save, commit, then show."""
