"""An organisation."""
