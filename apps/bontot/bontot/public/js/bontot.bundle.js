// Imports only: what every desk page needs.
import "./desk/breadcrumb_titles";
import "./desk/export_all";
import "./desk/form_climbing";
import "./desk/form_history";
import "./desk/form_tables";
import "./desk/form_work";
import "./desk/grid_choices";
import "./desk/grid_rows";
import "./desk/icon_words";
import "./desk/list_states";
import "./desk/one_time_zone";
import "./desk/quoted_attributes";
import "./desk/report_states";
import "./desk/spoken_names";
import "./desk/time_picker";
import "./desk/way_home";
import "./desk/workspace_actions";
