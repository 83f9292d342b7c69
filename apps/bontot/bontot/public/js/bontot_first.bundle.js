// Before the framework's own (guard/edge/content_policy.py).
import "./desk/server_scripts";
