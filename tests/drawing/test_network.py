"""Networks: arrows point down, boxes never overlap, the same input gives the same drawing."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from commonweal.drawing.network import BOX_HEIGHT, BOX_WIDTH, Edge, Node, draw_network, place_nodes

keys = st.integers(0, 9)
downward = st.lists(
    st.tuples(keys, keys, st.booleans()).filter(lambda edge: edge[0] < edge[1]), min_size=1, max_size=15, unique=True
)


def edges_of(links: list[tuple[int, int, bool]]) -> list[Edge]:
    return [Edge(f"n{origin}", f"n{target}", directed) for origin, target, directed in links]


@given(downward)
def test_arrows_point_down_and_boxes_never_overlap(links: list[tuple[int, int, bool]]) -> None:
    edges = edges_of(links)

    places = place_nodes(edges)

    assert all(places[edge.origin][1] < places[edge.target][1] for edge in edges if edge.is_directed)
    corners = list(places.values())
    assert all(
        abs(a[0] - b[0]) >= BOX_WIDTH or abs(a[1] - b[1]) >= BOX_HEIGHT
        for number, a in enumerate(corners)
        for b in corners[:number]
    )


@given(downward)
def test_the_drawing_is_valid_and_always_the_same(links: list[tuple[int, int, bool]]) -> None:
    nodes = [Node(f"n{number}", f"Office {number} & more", f"/offices/{number}") for number in range(10)]

    drawing = draw_network(nodes, edges_of(links), label="Who supports whom")

    ElementTree.fromstring(drawing)
    assert drawing == draw_network(nodes, edges_of(links), label="Who supports whom")


def test_boxes_joined_by_nothing_are_not_drawn() -> None:
    nodes = [Node("a", "Alone"), Node("b", "One"), Node("c", "Other")]

    assert draw_network(nodes, [], label="") == ""
    drawing = draw_network(nodes, [Edge("b", "c", is_directed=False)], label="Peers")
    assert "Alone" not in drawing
    assert 'class="peers"' in drawing
