"""What people think of the public site: words alone, with nothing about who wrote them."""
