#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Reading and grouping 50,000 customers against the same in Python (csv and Decimal), whole processes, in turn:
# medians and their ratio (see ratio.c), and the peak of memory beside the size of the file; then two such plans
# compared. BUILD is a release build with the target bench. Needs python3 and GNU time.
#
#   tests/bench/import.sh build
set -eu
build=$(realpath "${1:?the build directory}")
kamplan=$build/kamplan ratio=$build/tests/bench_ratio
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null TERM=dumb LANG=C.UTF-8 TZ=UTC HOME="$work"
cd "$work"

cat > make.py <<'END'
import random
r = random.Random(5)
def num(x):
    return f"{x:,.2f}".replace(",", "\0").replace(".", ",").replace("\0", ".")
with open("erp.csv", "w", encoding="utf-8", newline="") as f:
    f.write("Kundenr.;Navn;Adresse;Postnr;By;Land;Telefon;E-mail;Sælger;Nettoomsætning;Vareforbrug;"
            "Fragt;Bonus;Returvarer;Besøgsomkostninger;Reklamationer\n")
    for i in range(50000):
        rev = min(r.paretovariate(1.1) * 20000, 2e7)
        cells = [str(100000 + i), f"Kunde {i} Fødevarer A/S", f"Industrivej {i % 300} B, 2. sal",
                 str(1000 + i % 9000), "Nørresundby", "Danmark", f"+45 {20000000 + i}",
                 f"kontakt{i}@example.dk", "Mette Holm"]
        cells += [num(x) for x in (rev, rev * .6, rev * .03, rev * .02, rev * .005, 2500, 0)]
        f.write(";".join(cells) + "\n")
END
cat > rival.py <<'END'
import csv, sys
from decimal import Decimal
columns = ["Nettoomsætning", "Vareforbrug", "Fragt", "Bonus", "Returvarer", "Besøgsomkostninger",
           "Reklamationer"]
def num(text):
    text = text.strip()
    return Decimal(text.replace(".", "").replace(",", ".")) if text else Decimal(0)
seen, rows = {}, []
with open("erp.csv", encoding="utf-8-sig", newline="") as f:
    for line, row in enumerate(csv.DictReader(f, delimiter=";"), 2):
        key = row["Kundenr."]
        if key in seen:
            sys.exit(f"{line}: twice")
        seen[key] = line
        values = [num(row[c]) for c in columns]
        rows.append((key, row["Navn"], values, values[0] - sum(values[1:])))
groups = [("good", Decimal(500000), Decimal(30)), ("large", Decimal(500000), None),
          ("small", None, Decimal(30)), ("rest", None, None)]
sums = {}
for key, name, values, left in rows:
    for group, revenue, ratio in groups:
        if (revenue is None or values[0] >= revenue) and (
                ratio is None or (values[0] > 0 and left * 100 >= ratio * values[0])):
            total = sums.setdefault(group, [0, Decimal(0), Decimal(0)])
            total[0] += 1
            total[1] += values[0]
            total[2] += left
            break
rows.sort(key=lambda row: -row[2][0])
print(sums, sum(row[2][0] for row in rows[:len(rows) // 20]))
END
python3 make.py
"$kamplan" init ws --company Bench --language en --currency DKK > /dev/null
mkdir -p ws/sessions
cat > ws/sessions/g.json <<'END'
{"format": 1, "id": "g", "version": 1, "scope": "program", "title": {"en": "G", "da": "G", "sv": "G"},
 "sections": [{"id": "a", "title": {"en": "A", "da": "A", "sv": "A"}, "minutes": 5, "steps": [{"type": "ask", "field": "groups"}]}]}
END
echo '{"groups": [{"name": "good", "revenue": 500000, "ratio": 30}, {"name": "large", "revenue": 500000},
 {"name": "small", "ratio": 30}, {"name": "rest"}]}' > groups.json
"$kamplan" -C ws run g --batch --answers groups.json > /dev/null
# Shown and grouped, but not recorded, which is an exit status of 1.
printf '%-44s %11s %11s %7s\n' 'A : B (medians)' A B 'A/B'
"$ratio" 11 '50,000 customers : Python csv + Decimal' "$kamplan -C ws import customers erp.csv || test \$? = 1" 'python3 rival.py' '<= 0.2'

size=$(($(wc -c < erp.csv) / 1024))
peak() { "$@" > /dev/null 2> peak.txt || true; tail -n 1 peak.txt; }
echo "file $size KiB; peak of memory, KiB:"
echo "  shown and grouped   $(peak /usr/bin/time -f %M "$kamplan" -C ws import customers erp.csv --json) (wanted < $((size * 3)))"
echo "  recorded as well    $(peak /usr/bin/time -f %M "$kamplan" -C ws import customers erp.csv --json --yes)"
# A year later: every third revenue is another, every hundredth customer is gone.
awk -F';' -v OFS=';' 'NR == 1 || NR % 100 { if (NR % 3 == 0) gsub(/1/, "2", $10); print }' erp.csv > later.csv
"$kamplan" -C ws import customers later.csv --yes > /dev/null 2>&1
echo "  two plans compared  $(peak /usr/bin/time -f '%M, %U s' "$kamplan" -C ws diff program ~1)"
echo "  Python              $(peak /usr/bin/time -f %M python3 rival.py)"
