"""A program: read a stored log whole, as an outsider with the database would, and say if it holds.

``python -m tests.apps.audit_log.auditing_program`` prints the size, or fails with the reason.
"""

import os

import django


def main() -> None:
    """Every entry has its place, its record, its leaf; and the tree is that of the entries."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "breakwater.site.settings")
    django.setup()
    from breakwater.apps.audit_log import logs
    from breakwater.apps.audit_log.models import Entry, Node, Record
    from breakwater.apps.audit_log.stored_tree import StoredTree, position
    from breakwater.domain.audit_log import tree
    from breakwater.domain.audit_log.entry import holds_record
    from breakwater.domain.audit_log.hashing import leaf_hash

    here = logs.standing("operator-log")
    if here is None:
        print(0)
        return
    entries = list(Entry.objects.filter(log_id=here.log_id).order_by("index"))
    records = {row.index: row for row in Record.objects.filter(log_id=here.log_id)}
    assert [entry.index for entry in entries] == list(range(here.size)), "there is a gap"
    for entry in entries:
        row = records[entry.index]
        held = holds_record(bytes(entry.commitment), bytes(row.content), bytes(row.salt2))
        assert held, f"entry {entry.index} has another record"
    leaves = [leaf_hash(bytes(entry.commitment)) for entry in entries]
    expected = {
        position(*node): value for node, value in tree.append(0, leaves, lambda *_: b"").items()
    }
    stored = {node.position: bytes(node.hash) for node in Node.objects.filter(log_id=here.log_id)}
    assert stored == expected, "the nodes are not those of the entries"
    StoredTree(here.log_id).root(here.size)
    print(here.size)


if __name__ == "__main__":
    main()
