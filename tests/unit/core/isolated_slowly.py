"""What takes long to import, as it does on a slow machine."""

import os
import time

_until = time.process_time() + 0.6
while time.process_time() < _until:
    pass


def process_id() -> tuple[bytes, ...]:
    return (str(os.getpid()).encode(),)
