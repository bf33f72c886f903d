"""Reading foreign pages where it can be killed: in processes of their own, with a deadline and a memory limit.

    async with Reader() as reader:
        listing = await reader.listing(body, url, timezone="Asia/Shanghai")
        article = await reader.article(body, url)

The answers and the errors are those of `scraper.read`; a page that takes too long or too much memory is `Unreadable`,
its process is gone, and the next page gets a new one. The deadline counts the process's own CPU time, so that a busy
machine kills no honest page; the kernel keeps it (`ITIMER_PROF`), also when the crawler itself was killed. The wall
clock counts only where a process hangs without working.

    pool      our side: the processes, and what each is asked
    wire      between: frames over pipes, values as pickles
    process   their side: reads one page after another, within its limits
"""

from scraper.worker.pool import Reader
from scraper.worker.wire import ReadingFailed

__all__ = ["Reader", "ReadingFailed"]
