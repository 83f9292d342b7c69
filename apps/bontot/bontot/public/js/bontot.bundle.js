// Imports only: what every desk page needs.
