# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a workbook of `export` by another program, openpyxl, and holds each cell against `show --json`.

usage: xlsx.py WORKBOOK.xlsx PLAN.json MODEL.json LANGUAGE
"""
import datetime
import json
import sys

import openpyxl


def label(words, language):
    return words.get(language) or words["en"]


def choice_label(field, value, language):
    return label(next(c for c in field["choices"] if c["id"] == value)["label"], language)


def expected(field, value, people, language):
    kind = field["type"]
    if value is None:
        return None
    if kind == "percent":
        return round(value / 100, 10)
    if kind == "date":
        return datetime.datetime.fromisoformat(value)
    if kind == "person":
        return people[value]["name"]
    if kind == "people":
        return ", ".join(people[v]["name"] for v in value)
    if kind == "choice":
        return choice_label(field, value, language)
    return value


def same(cell, wanted):
    if isinstance(wanted, (int, float)) and not isinstance(wanted, bool):
        return isinstance(cell, (int, float)) and abs(cell - wanted) < 1e-9 * max(1, abs(wanted))
    return cell == wanted


def main(workbook, plan_path, model_path, language):
    book = openpyxl.load_workbook(workbook)
    plan = json.load(open(plan_path, encoding="utf-8"))
    model = json.load(open(model_path, encoding="utf-8"))
    faults = checked = 0
    for field in model["fields"]:
        answer = plan["answers"].get(field["id"])
        if field["type"] != "table" or not answer or not answer["value"]:
            continue
        title = label(field["label"], language)
        sheet = next(s for s in book.worksheets if s.title == title.replace("/", " ")[:31].strip())
        head = [cell.value for cell in sheet[1]]
        assert head[-1] == "id" and sheet.column_dimensions[sheet.cell(1, len(head)).column_letter].hidden
        assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref
        rows = {row[-1].value: row for row in sheet.iter_rows(min_row=2)}
        assert len(rows) == len(answer["value"]), title
        for row in answer["value"]:
            for column, cell in zip(field["columns"], rows[row["id"]]):
                if column["type"] in ("choices", "yesno", "position"):
                    continue
                assert cell.data_type != "f", cell.coordinate
                wanted = expected(column, row.get(column["id"]), plan["people"], language)
                checked += 1
                if not same(cell.value, wanted):
                    print(f"{title}!{cell.coordinate}: {cell.value!r} is not {wanted!r}")
                    faults += 1
                if column["type"] == "percent" and wanted is not None and "%" not in cell.number_format:
                    print(f"{title}!{cell.coordinate}: no percent: {cell.number_format}")
                    faults += 1
    singles = {row[-1].value: row[2] for row in book.worksheets[1].iter_rows(min_row=2)}
    for field in model["fields"]:
        answer = plan["answers"].get(field["id"])
        if field["type"] in ("table", "list", "position", "choices", "yesno") or not answer:
            continue
        if answer["value"] is None or answer.get("inactive"):
            continue
        wanted = expected(field, answer["value"], plan["people"], language)
        checked += 1
        if not same(singles[field["id"]].value, wanted):
            print(f"{field['id']}: {singles[field['id']].value!r} is not {wanted!r}")
            faults += 1
    assert checked > 100, "too little was compared"
    titles = [sheet.title for sheet in book.worksheets]
    assert len({t.casefold() for t in titles}) == len(titles)
    return 1 if faults else 0


sys.exit(main(*sys.argv[1:]))
