"""Local stand-ins for services of the outside, on real loopback sockets and shaped by the services' documentation."""
