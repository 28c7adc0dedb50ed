"""Imported first by every oracle (PYTHONPATH says which fail2ban they find): sets the local time zone after faketime has read its moment in UTC."""
import os, time

os.environ["TZ"] = os.environ.get("ORACLE_TZ", "UTC")
time.tzset()
