"""Software for Open Source Programme Offices of the public sector."""
