"""The small process that alone holds the keys."""
