"""What an officer writes down: one module for each kind of record.

Records are frozen, typed and validated values. Nothing here reads a file, a clock
or a screen. `kinds` lists them all and turns them into bytes and back.
"""
