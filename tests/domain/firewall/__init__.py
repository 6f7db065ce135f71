"""The firewall: traps, proof, meaning, referees, packs and commands."""
