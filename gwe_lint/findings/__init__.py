"""From rules and estates to a report: the engine, findings, waivers, and since when each finding is there."""
