"""The documentation as a site: plain pages made from the repository, readable without a network."""
