"""Only the audit log writes the log: what an import checker cannot see."""

import re
from pathlib import Path

from breakwater.apps.audit_log import tables

PACKAGE = Path(tables.__file__).resolve().parents[2]
OWN = PACKAGE / "apps" / "audit_log"
_WRITES = re.compile(r"\b(INSERT|DELETE|UPDATE|REPLACE)\b[^\"']*\baudit_log_", re.IGNORECASE)


def test_no_other_code_names_the_logs_tables() -> None:
    found = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if OWN not in path.parents
        and any(table in path.read_text(encoding="utf-8") for table in tables.TABLES)
    ]
    assert found == []


def test_inside_the_audit_log_sql_that_writes_stands_where_it_is_looked_for() -> None:
    found = {
        path.name
        for path in OWN.glob("*.py")
        if _WRITES.search(path.read_text(encoding="utf-8").replace("\n", " "))
    }
    assert found <= {"changes.py", "stored_tree.py", "tables.py"}
    assert "changes.py" in found
