// Pages without the desk that load no script of their own (the print view).
import "./desk/inline_handlers";
