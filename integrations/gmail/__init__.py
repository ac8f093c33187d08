"""Gmail: the client, its errors, its prices, and the limiter that keeps within them."""
