"""Alembic's migrations, one module a version in `versions`; they are shipped in the wheel and run by `schema`."""
