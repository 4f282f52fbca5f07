"""Documents of a case on the screen: the list, adding, the viewer, and a copy that leaves on purpose."""
