"""Everything that changes who takes part and what they may do.

Each verb is one transaction with one entry in the operator's log, written last. The log's records
name people and organisations by their keys alone.
"""
