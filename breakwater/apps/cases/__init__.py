"""What one organisation holds about one person: sealed pieces, who looks after it, until when."""
