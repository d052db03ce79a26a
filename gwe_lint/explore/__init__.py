"""What ``show``, ``trace``, ``why`` and ``init`` find out."""
