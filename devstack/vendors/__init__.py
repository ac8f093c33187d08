"""The dev stack's vendors of enrichment: each one's documented protocol, errors and limits, for the demo's people."""
