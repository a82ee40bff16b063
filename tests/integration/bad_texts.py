"""Text files of tests/files/bad_input.txt: tables that can be read, and what only looks like one."""

from __future__ import annotations


def csv() -> bytes:
    return b'Measure,Figure\r\nArrests,22\r\nCash,"1,234"\r\n'


def tab_file() -> bytes:
    return b"Measure\tFigure\nArrests\t22\nCash\t1,234\n"


def csv_cp1252() -> bytes:
    return "Measure;Figure\r\nCash;£1,234\r\nPower – banks;2\r\n".encode("cp1252")


def csv_utf8_mark() -> bytes:
    return b"\xef\xbb\xbf" + "Measure,Figure\r\nCash,£22\r\n".encode()


def csv_utf16() -> bytes:
    return "Measure\tFigure\r\nCash\t£22\r\n".encode("utf-16")


def csv_bars() -> bytes:
    return b"Measure|Figure\nArrests|22\n"


def csv_says_how() -> bytes:
    return b"sep=;\r\nMeasure;Figure\r\nArrests;22\r\n"


def csv_two_ways() -> bytes:
    return b"Arrests;1,234\r\nCash;2,345\r\n"


def csv_preamble() -> bytes:
    return b"Return of Dorset, phase 7\n\nMeasure;Figure\nArrests;22\nCash;1,234\n"


def csv_old_mac() -> bytes:
    return b"Measure,Figure\rArrests,22\r"


def csv_error_value() -> bytes:
    return b"Measure,Figure\nArrests,#REF!\n"


def csv_formula() -> bytes:
    return b"Measure,Figure\nArrests,=cmd|'/c calc'!A1\n"


def csv_bidi() -> bytes:
    return "Measure,Figure\nArrests,\u202e22\n".encode()


def csv_long() -> bytes:
    return b"Arrests,22\n" * 20_500


def csv_far() -> bytes:
    return b"Measure,Figure\n" + b"\n" * 3_000 + b"Arrests,22\n"


def text_with_nul() -> bytes:
    return b"Measure,Figure\n" + b"Arrests,22\n" * 500 + b"Cash,\x00\n"


def text_utf16_unmarked() -> bytes:
    return "Measure,Figure\nArrests,22\n".encode("utf-16-le")


def text_control() -> bytes:
    return "Measure,Figure\nArrests,22\u0085\n".encode()


def text_open_quote() -> bytes:
    return b'Measure,Figure\n"Arrests,22\nCash,100\nKnives,3\n'


def text_prose() -> bytes:
    return b"Dear colleague\nthe figures follow on Monday\nKind regards\n"


def text_unknown_encoding() -> bytes:
    return b"Measure,Figure\nCash,\x81\x8d\x9d22\n"


def text_long_line() -> bytes:
    return b"Measure,Figure\nArrests," + b"2" * 100_001 + b"\n"


def web_page() -> bytes:
    return b"<html><table><tr><td>22</td></tr></table></html>"


def web_archive() -> bytes:
    return b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related\r\n\r\n"


def pdf() -> bytes:
    return b"%PDF-1.7\n%\xe2\xe3"


def sylk() -> bytes:
    return b"ID;PWXL;N;E\r\nC;X1;Y1;K22\r\n"


def xml_spreadsheet() -> bytes:
    return b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'


def some_xml() -> bytes:
    return b'<?xml version="1.0"?>\n<return><arrests>22</arrests></return>'


def mail() -> bytes:
    return b"Received: from a.example by b.example\r\nFrom: a@example.org\r\nSubject: Return\r\n\r\nHello\r\n"
