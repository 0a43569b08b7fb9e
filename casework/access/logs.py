"""Log lines without content: an exception's text may hold what a person typed."""

import logging


class WithoutContent(logging.Filter):
    """Keeps where something failed and of what kind, never the message, arguments or request of an error."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[0]:
            record.msg = f"{record.name}: {record.exc_info[0].__name__} at {_place(record.exc_info[2])}"
            record.args, record.exc_info, record.exc_text = (), None, None
        record.__dict__.pop("request", None)
        return True


def _place(traceback) -> str:
    while traceback and traceback.tb_next:
        traceback = traceback.tb_next
    return f"{traceback.tb_frame.f_code.co_filename}:{traceback.tb_lineno}" if traceback else "unknown"
