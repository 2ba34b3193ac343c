"""The only door: token, REST, gallery and MCP."""
