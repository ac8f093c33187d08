"""A Gmail that speaks Google's protocol over HTTP: OAuth, OpenID, the Gmail API, batches, quotas, Pub/Sub pushes."""
