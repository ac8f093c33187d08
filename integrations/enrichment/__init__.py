"""Sources of what is known of people and companies elsewhere: one vendor a file, all behind `source.Source`."""
