"""Every engine that the recipes name, run for real, each compared with a plain loop. `.ci/integrations` installs them, one group at a time."""
