# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the workbooks of back_test.sh by another program, openpyxl.

usage: back.py change BOOK.xlsx MODEL.json LANGUAGE OUT.xlsx    one cell of each table changed; prints the tables' ids
       back.py strange OUT.xlsx                                 cells of every type that a spreadsheet has
"""
import datetime
import json
import sys

import openpyxl
from openpyxl.styles import numbers


def change(path, model, language, out):
    """In each table the last text of the last row, or the last amount, gets another value; prints the tables."""
    book = openpyxl.load_workbook(path)
    for field in json.load(open(model, encoding="utf-8"))["fields"]:
        label = field["label"].get(language) or field["label"]["en"]
        name = label.replace("/", " ")[:31].strip()
        if field["type"] != "table" or "calc" in field or name not in book.sheetnames:
            continue
        cells = [cell for row in book[name].iter_rows(min_row=2) for column, cell in zip(field["columns"], row)
                 if "calc" not in column and column["type"] in ("text", "note", "money") and cell.value is not None]
        if not cells:
            continue
        cells[-1].value += " – ændret" if isinstance(cells[-1].value, str) else 0.25
        print(field["id"])
    book.save(out)


def strange(out):
    book = openpyxl.Workbook()
    book.active.title = "Forside"
    book.active["A1"] = "Nothing of use"
    page = book.create_sheet("Kunder 2025")
    page.append(["Udtræk", None, datetime.date(2026, 3, 2)])
    page.append([])
    page.append([None, "Kundenr.", "Navn", "Nettoomsætning (kr.)", "Vareforbrug", "Fragt", "Siden", "Fast", "DG"])
    page.append([None, 123, "Bryggeriet Ø", 1250000.5, 0.1 + 0.2, None, datetime.date(1900, 3, 1), True, 0.345])
    page["B4"].number_format = "00000"
    page["I4"].number_format = numbers.FORMAT_PERCENTAGE_00
    page.append([])
    page.append([None, "1002", "  Nord\nMejeri ", "1.234,50", 1e7, "=E6/2", datetime.datetime(2026, 3, 2, 14, 30), False])
    page["A1048576"] = None
    page["B1048576"] = 9
    page["C1048576"] = "Last & <least>"
    hidden = book.create_sheet("Kunder 2024")
    hidden.append(["Kundenr.", "Navn", "Omsætning"])
    hidden.sheet_state = "hidden"
    book.save(out)


if __name__ == "__main__":
    {"change": change, "strange": strange}[sys.argv[1]](*sys.argv[2:])
