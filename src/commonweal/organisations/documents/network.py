"""The links between offices as GraphML (graphml.graphdrawing.org, 1.0) and as JSON of nodes and edges."""

import json
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from commonweal.organisations.models import Office, OfficeLink

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
NODE_KEYS = ("name", "archetype", "level", "country")


def network_graphml(offices: Sequence[Office], links: Sequence[OfficeLink]) -> str:
    """A graph whose nodes are offices by slug; "supports" is directed, "peers with" is not."""
    root = Element("graphml", xmlns=NAMESPACE)
    for key in NODE_KEYS:
        SubElement(root, "key", {"id": key, "for": "node", "attr.name": key, "attr.type": "string"})
    SubElement(root, "key", {"id": "kind", "for": "edge", "attr.name": "kind", "attr.type": "string"})
    graph = SubElement(root, "graph", id="offices", edgedefault="directed")
    for office in offices:
        node = SubElement(graph, "node", id=office.slug)
        for key in NODE_KEYS:
            if value := getattr(office, key):
                SubElement(node, "data", key=key).text = value
    for link in links:
        directed = "true" if link.kind == "supports" else "false"
        edge = SubElement(graph, "edge", source=link.origin.slug, target=link.target.slug, directed=directed)
        SubElement(edge, "data", key="kind").text = link.kind
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def network_json(offices: Sequence[Office], links: Sequence[OfficeLink]) -> str:
    """The same graph as `{"nodes": [{id, …}], "edges": [{source, target, kind}]}`."""
    nodes = [{"id": office.slug} | {key: getattr(office, key) or None for key in NODE_KEYS} for office in offices]
    edges = [{"source": link.origin.slug, "target": link.target.slug, "kind": link.kind} for link in links]
    return json.dumps({"nodes": nodes, "edges": edges}, ensure_ascii=False, indent=2) + "\n"
