"""Support services: Open Referral UK in and out, and finding the one that fits."""
