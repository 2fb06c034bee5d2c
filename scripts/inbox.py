"""A mail server for tests: each message received becomes one JSON line.

Usage: inbox.py INBOX PORT_FILE. Listens on a free port of 127.0.0.1 and writes its number to PORT_FILE once ready.
Fields of a line: from, to (list), subject, headers (list of pairs), text, html (null when absent),
attachments (list of name, type, size, base64), raw (the message as received).
"""

import asyncio
import base64
import json
import os
import signal
import sys
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP


def read(envelope):
    """The message as the fields that a test asserts on."""
    message = message_from_bytes(envelope.content, policy=policy.default)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    return {
        "from": envelope.mail_from,
        "to": envelope.rcpt_tos,
        "subject": str(message.get("subject", "")),
        "headers": [[name, str(value)] for name, value in message.items()],
        "text": plain.get_content() if plain else None,
        "html": html.get_content() if html else None,
        "attachments": [attachment(part) for part in message.iter_attachments()],
        "raw": envelope.content.decode("utf-8", "replace"),
    }


def attachment(part):
    content = part.get_payload(decode=True) or b""
    return {
        "name": part.get_filename(),
        "type": part.get_content_type(),
        "size": len(content),
        "base64": base64.b64encode(content).decode(),
    }


class Inbox:
    """Appends each message in a single write, so that a reader never sees half a line."""

    def __init__(self, path):
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    async def handle_DATA(self, server, session, envelope):
        os.write(self.file, (json.dumps(read(envelope), ensure_ascii=False) + "\n").encode())
        return "250 received"


async def serve(inbox_path, port_path):
    loop, over = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, over.set)
    inbox = Inbox(inbox_path)
    server = await loop.create_server(lambda: SMTP(inbox, enable_SMTPUTF8=True), "127.0.0.1", 0)
    with open(port_path, "w", encoding="ascii") as port:
        port.write(f"{server.sockets[0].getsockname()[1]}\n")
    await over.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], sys.argv[2]))
