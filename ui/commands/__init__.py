"""The verbs of the `pclo` command, one module for each group of verbs.

Each module has ``add(verbs)``, which declares its verbs, and one function for each verb
that takes the parsed arguments and returns an exit code.
"""
