"""What a report is, before anybody stores it: its code, its answers, the pathways it can take."""
