# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the workbooks of back_test.sh by another program, openpyxl.

usage: back.py change BOOK.xlsx MODEL.json LANGUAGE OUT.xlsx    one cell of each table changed; prints the tables' ids
       back.py strange OUT.xlsx                                 cells of every type that a spreadsheet has
       back.py hostile DIR                                      workbooks that nobody means well with
"""
import datetime
import json
import sys
import zipfile

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


TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def rels(*parts):
    return "<Relationships>%s</Relationships>" % "".join(
        f"<Relationship Id='r{i}' Type='{TYPES}{kind}' Target='{target}'/>" for i, (kind, target) in enumerate(parts))


def package(path, sheet, target="worksheets/sheet1.xml", kind="worksheet", **more):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", rels(("officeDocument", "xl/workbook.xml")))
        archive.writestr("xl/workbook.xml", "<workbook xmlns:r='r'><sheets><sheet name='A' r:id='r0'/></sheets></workbook>")
        archive.writestr("xl/_rels/workbook.xml.rels", rels((kind, target), ("sharedStrings", "/xl/s.xml")))
        for name, text in more.items():
            archive.writestr({"shared": "xl/s.xml"}[name], text)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for piece in [sheet] if isinstance(sheet, str) else sheet:
                member.write(piece.encode())


def row(*cells):
    return "<row>%s</row>" % "".join(f"<c t='str'><v>{cell}</v></c>" for cell in cells)


def hostile(out):
    head = row("Risk", "Owner")
    good = f"<w>{head}{row('Price', 'Lars')}</w>"
    package(f"{out}/good.xlsx", good)
    package(f"{out}/dots.xlsx", good, "../../../etc/passwd")
    package(f"{out}/inside.xlsx", good, "../xl/./worksheets/../worksheets/sheet1.xml")
    package(f"{out}/absent.xlsx", good, "worksheets/none.xml")
    package(f"{out}/chart.xlsx", good, kind="chartsheet")
    package(f"{out}/laughs.xlsx", "<!DOCTYPE w [<!ENTITY a 'ha'>%s]><w>%s</w>" % (
        "".join(f"<!ENTITY {chr(98 + i)} '{('&' + chr(97 + i) + ';') * 10}'>" for i in range(9)), row("&j;")))
    package(f"{out}/bomb.xlsx", (" " * 2 ** 20 if i else "<w>" + head for i in range(514)))
    package(f"{out}/long.xlsx", f"<w>{head}{row('x' * 2 ** 19)}</w>")
    package(f"{out}/shared.xlsx", f"<w>{head}" + "<row>%s</row></w>" % ("<c t='s'><v>0</v></c>" * 1100),
            shared="<sst><si><t>%s</t></si></sst>" % ("y" * 2 ** 17))
    package(f"{out}/far.xlsx", f"<w>{head}<row r='1048576'><c r='A1048576' t='str'><v>Last</v></c>"
                               "<c r='XFD1048576' t='str'><v>far</v></c></row></w>")
    package(f"{out}/back.xlsx", "<w><row r='5'/><row r='2'/></w>")
    package(f"{out}/error.xlsx", f"<w>{head}<row><c t='str'><v>Price</v></c><c t='e'><v>#REF!</v></c></row></w>")
    with zipfile.ZipFile(f"{out}/word.xlsx", "w") as archive:
        archive.writestr("_rels/.rels", rels(("officeDocument", "word/document.xml")))
        archive.writestr("word/document.xml", "<document/>")
    with zipfile.ZipFile(f"{out}/open.xlsx", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")


if __name__ == "__main__":
    {"change": change, "strange": strange, "hostile": hostile}[sys.argv[1]](*sys.argv[2:])
