// Before the framework's own (guard/content_policy.py).
import "./desk/server_scripts";
