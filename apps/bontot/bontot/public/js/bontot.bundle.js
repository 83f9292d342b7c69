// Imports only: what every desk page needs.
import "./desk/time_picker";
