"""A wire to a relay that is far away: what the relay says arrives later, in its order.

    python bench/measuring/long_wire.py PORT MILLISECONDS

Prints its own port. What goes to the relay is not held up, so that a round trip takes as long as the delay.
(`smtp-sink -W` waits for whole seconds, and for one reply after another, which no wire does.)
"""

import asyncio
import sys

AT_ONCE = 2**18

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def main(port: str, milliseconds: str) -> None:
    asyncio.run(serve(int(port), int(milliseconds) / 1000))


async def serve(port: int, delay: float) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await join((reader, writer), await asyncio.open_connection("127.0.0.1", port), delay)

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


async def join(sender: Streams, relay: Streams, delay: float) -> None:
    """Until either has hung up."""
    try:
        async with asyncio.TaskGroup() as ways:
            ways.create_task(carry(sender[0], relay[1]))
            ways.create_task(carry_late(relay[0], sender[1], delay))
    except* OSError:
        pass  # cut, as wires are
    finally:
        sender[1].close()
        relay[1].close()


async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while said := await reader.read(AT_ONCE):
        writer.write(said)
        await writer.drain()
    writer.close()


async def carry_late(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float
) -> None:
    loop = asyncio.get_running_loop()
    while said := await reader.read(AT_ONCE):
        loop.call_later(delay, writer.write, said)
    await asyncio.sleep(delay)
    writer.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
