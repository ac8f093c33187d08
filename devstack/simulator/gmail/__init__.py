"""The methods of the Gmail API, a file per resource."""
