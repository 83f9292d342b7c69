// Imports only: what every desk page needs.
import "./desk/export_all";
import "./desk/form_tables";
import "./desk/one_time_zone";
import "./desk/time_picker";
import "./desk/way_home";
import "./desk/workspace_actions";
