"""A Gmail of your own: Google's sign-in, the Gmail API and Pub/Sub pushes over real HTTP, from any mbox."""
