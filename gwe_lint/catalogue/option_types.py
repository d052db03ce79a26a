"""What an option of each type holds."""

TYPES_IN_WORDS = {  # what an option of a type holds
    "integer": "an integer",
    "quantity": "a number with a unit",
    "boolean": "true or false",
    "enum": "one of the values",
    "list": "a list",
    "string": "any text",
    "path": "a path",
    "queue-name": "the name of an Interaction Queue",
    "endpoint-reference": "a tenant DBID, a colon and an endpoint name",
    "endpoint-by-tenant-name": "a tenant name, a colon and an endpoint name",
    "endpoint-list": "a list of endpoints, each a tenant DBID, a colon and an endpoint name",
    "secret": "a secret",
    "any": "any text",
}
