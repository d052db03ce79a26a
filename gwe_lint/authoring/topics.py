"""Topics that ``explain`` has beside rules and options."""

EXPORTING = """\
How to get exports into a folder, one for each environment, with the Web Engagement applications and all Chat Servers.
docs/exporting.md has every step.

Genesys Administrator
  The application, tab Options, Export, as CFG. Call the file after the application: ChatServer_01.cfg.
GAX
  The application, tab Options, all sections, More, Export, as CFG or CSV. Keep the name that the file has.
GAX by curl
  GET /gax/api/cfg/objects?brief=false&type=CfgApplication, saved as .json: all applications, with their connections.
mutagen
  mutagen --env NAME config export > configuration.json
Configuration Database
  Three queries, each saved as CSV with the names of the columns:
  select object_dbid, object_type, section, opt, part, val from cfg_app_option where object_type = 9
  select dbid, name, type, version, is_server from cfg_application
  select app_dbid, app_server_dbid from cfg_app_server

Then: gwe-lint check FOLDER. What the first two leave out (connections, numbers) can be declared: gwe-lint init FOLDER.
"""
