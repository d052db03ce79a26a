"""The readers and the redactor as they were before they read whole texts: the oracle of ``test_same_as_before``."""
