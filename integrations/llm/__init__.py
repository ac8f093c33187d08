"""Language models: one small protocol, whoever serves them. Nothing here loads a vendor's library before it is used."""
