"""What systemd is told of us, sd_notify(3): that we are ready, alive, ending."""

import os
import socket


def notify_systemd(message: str) -> None:
    """Tells systemd how we do; silent where it does not ask."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.connect("\0" + address[1:] if address.startswith("@") else address)
        channel.send(message.encode())
