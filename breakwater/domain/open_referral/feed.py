"""A whole feed: whatever shapes its files have, read into records, each fault told in a sentence.

A feed is what the standard's read API answers: pages of a list, single records, or bare lists. The
same record may stand in several of them, once short and once in full; what both say must agree.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from breakwater.domain.open_referral.cleaning import Cleaner, Fault, Record
from breakwater.domain.plain_error import PlainError

# Of one file, and of all files together: what stands in memory while a feed is looked at.
LARGEST_FILE = 20_000_000
LARGEST_FEED = 40_000_000
MOST_FAULTS = 500


@dataclass
class Feed:
    """What a feed holds: cleaned records by id, and what was wrong with it.

    ``services`` have their organisation's id under ``organization``.
    """

    services: dict[str, Record] = field(default_factory=dict)
    organizations: dict[str, Record] = field(default_factory=dict)
    taxonomies: dict[str, Record] = field(default_factory=dict)
    terms: dict[str, Record] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """How many records were left out."""
        return sum(fault.refuses for fault in self.faults)


def read_feed(files: Iterable[tuple[str, bytes]]) -> Feed:
    """The feed in ``files`` (name, content), read one after another.

    ``PlainError`` where a file is no JSON or too large: nothing of such a feed is taken.
    """
    reader, size = _Reader(), 0
    for name, content in files:
        size += len(content)
        if len(content) > LARGEST_FILE or size > LARGEST_FEED:
            raise PlainError(_too_large(name, len(content)))
        reader.read(name, _parsed(name, content))
    return reader.finished()


def _too_large(name: str, size: int) -> str:
    if size > LARGEST_FILE:
        return (
            f"{name} has {size / 1e6:.0f} MB, and a file of a feed may have "
            f"{LARGEST_FILE / 1e6:.0f}; ask the feed for smaller pages (per_page)"
        )
    return f"the feed has more than {LARGEST_FEED / 1e6:.0f} MB; bring it in in parts"


def _parsed(name: str, content: bytes) -> Any:
    def refuse(constant: str) -> None:
        raise ValueError(constant)

    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise PlainError(f"{name} is not JSON that can be read") from error


class _Reader:
    def __init__(self) -> None:
        self.feed = Feed()
        self.cleaner = Cleaner()

    def read(self, name: str, parsed: Any) -> None:
        found = list(_records(parsed))
        if not found:
            self.cleaner.tell(f"{name}: it holds nothing of a directory, so it was left out")
        for table, raw in found:
            getattr(self, f"_take_{table}")(raw)

    def finished(self) -> Feed:
        self._untangle()
        faults = self.cleaner.faults
        self.feed.faults = faults[:MOST_FAULTS]
        if len(faults) > MOST_FAULTS:
            more = len(faults) - MOST_FAULTS
            self.feed.faults.append(Fault(f"{more} more faults are not listed."))
        return self.feed

    def _take_service(self, raw: Mapping[str, Any], runs_it: str = "") -> None:
        service = self.cleaner.clean("service", raw)
        if service is None:
            return
        organization = service.pop("organization", None)
        if organization is not None:
            runs_it = self._kept("organization", self.feed.organizations, organization)
        if runs_it:
            service["organization"] = runs_it
        for attribute in service.get("attributes", []):
            if term := attribute.get("taxonomy_term"):
                self._kept("taxonomy_term", self.feed.terms, dict(term))
        self._kept("service", self.feed.services, service)

    def _take_organization(self, raw: Mapping[str, Any]) -> None:
        organization = self.cleaner.clean("organization", raw)
        if organization is None:
            return
        id_ = self._kept("organization", self.feed.organizations, organization)
        services = raw.get("services")
        for one in services if isinstance(services, list) else ():
            if isinstance(one, Mapping):
                self._take_service(one, id_)

    def _take_service_at_location(self, raw: Mapping[str, Any]) -> None:
        service = raw.get("service")
        if isinstance(service, Mapping):
            self._take_service(service)

    def _take_taxonomy(self, raw: Mapping[str, Any]) -> None:
        taxonomy = self.cleaner.clean("taxonomy", raw)
        if taxonomy is None:
            return
        for term in taxonomy.pop("taxonomy_terms", []):
            term.setdefault("taxonomy_id", taxonomy["id"])
            self._kept("taxonomy_term", self.feed.terms, term)
        self._kept("taxonomy", self.feed.taxonomies, taxonomy)

    def _take_taxonomy_term(self, raw: Mapping[str, Any]) -> None:
        term = self.cleaner.clean("taxonomy_term", raw)
        if term is not None:
            self._kept("taxonomy_term", self.feed.terms, term)

    def _kept(self, table: str, held: dict[str, Record], record: Record) -> str:
        """Keep ``record``, or add it to what is held of the same id where the two agree."""
        id_ = str(record["id"])
        before = held.setdefault(id_, record)
        if before is record:
            return id_
        if differing := [name for name in before if record.get(name, before[name]) != before[name]]:
            self.cleaner.tell(
                f"Two records have the id {id_}, and their {differing[0]} differs: "
                f"“{before.get('name', '')}” was kept, “{record.get('name', '')}” was left out",
                refuses=True,
            )
        else:
            before.update(record)
        return id_

    def _untangle(self) -> None:
        """Cut every taxonomy that runs in a circle, where it closes."""
        terms = self.feed.terms
        for id_, term in terms.items():
            seen, above = {id_}, term.get("parent_id")
            while above in terms and above not in seen:
                seen.add(above)
                above = terms[above].get("parent_id")
            if above in seen:
                self.cleaner.tell(
                    f"Term “{term['name']}” is its own wider term, so it was put at the top"
                )
                term.pop("parent_id", None)


def _records(parsed: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every record of a file, each with its table."""
    if isinstance(parsed, Mapping) and isinstance(parsed.get("contents"), list):
        parsed = parsed["contents"]
    for one in parsed if isinstance(parsed, list) else [parsed]:
        if isinstance(one, Mapping) and (table := _table_of(one)):
            yield table, one


# A field that only one kind of record has, most telling first.
_SIGNS = (
    ("service", "service_at_location"),
    ("location", "service_at_location"),
    ("status", "service"),
    ("schedules", "service"),
    ("services", "organization"),
    ("website", "organization"),
    ("organization_identifiers", "organization"),
    ("taxonomy_terms", "taxonomy"),
    ("taxonomy", "taxonomy_term"),
    ("parent_id", "taxonomy_term"),
    ("term", "taxonomy_term"),
    ("version", "taxonomy"),
    ("organization", "service"),
    ("organization_id", "service"),
    ("email", "organization"),
)


def _table_of(record: Mapping[str, Any]) -> str | None:
    if "name" not in record and not record.keys() & {"id", "service", "location"}:
        return None
    if "NB" in record or "payload" in record:
        return None
    return next((table for sign, table in _SIGNS if sign in record), None)
